"""Drawing lots that anybody can check (docs/lottery.md)."""
