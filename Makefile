# The commands of the portal. `make help` lists them.
SHELL := /bin/sh
PORT ?= 8000
export PORT
python := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help run test check bench lock

help: ## この一覧を表示します。 This list.
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## デモ都市を動かします（PORT=8000）。 Serve the demo city, Ctrl-C stops it.
	@deploy/bin/setup demo
	@exec $(python) -m portal.demo.run

test: ## すべてのテスト。 The whole suite on a real PostgreSQL and a real browser.
	@deploy/bin/setup dev
	@deploy/bin/test

check: ## 書式・型・依存の向き・設定など。 Format, lint, types, arrows, deployment, translations.
	@deploy/bin/setup dev
	@deploy/bin/check

bench: ## ベンチマーク（比率の表）。 The benchmarks, as ratios.
	@deploy/bin/setup dev
	@$(python) -m tests.bench $(ARGS)

lock: ## requirements*.txt を作り直します（uv が必要）。 Pin the dependencies anew.
	@deploy/bin/lock
