"""Whether requirements*.txt pin, with hashes, what pyproject.toml asks for, and name no machine."""

import re
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent.parent
PIN = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<rest>.*?)(?=^\S|\Z)", re.M | re.S)
PLACE = re.compile(r"://|--(extra-)?index|--find-links|file:|(?:^|[\s=])/\w", re.M)


def main() -> None:
    """List what is out of step, and end with 1 if there is anything."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    asked = {
        "requirements.txt": project["dependencies"],
        "requirements-demo.txt": project["dependencies"] + extras["demo"],
        "requirements-dev.txt": project["dependencies"] + extras["demo"] + extras["dev"],
    }
    wrong = [line for name, wanted in asked.items() for line in out_of_step(name, wanted)]
    print("\n".join(wrong) or "Every requirement is pinned with its hashes.")
    if wrong:
        sys.exit("Run make lock and commit what it writes.")


def out_of_step(name: str, wanted: list[str]) -> list[str]:
    """What one requirements file lacks."""
    text = (ROOT / name).read_text()
    pins = {canonicalize_name(pin["name"]): pin for pin in PIN.finditer(text)}
    wrong = [f"{name}: names a place: {line}" for line in text.splitlines() if PLACE.search(line)]
    wrong += [
        f"{name}: {package} has no hash"
        for package in pins
        if "sha256:" not in pins[package]["rest"]
    ]
    for requirement in map(Requirement, wanted):
        pin = pins.get(canonicalize_name(requirement.name))
        if pin is None or not requirement.specifier.contains(pin["version"]):
            wrong.append(f"{name}: {requirement} is not pinned")
    return wrong


if __name__ == "__main__":
    main()
