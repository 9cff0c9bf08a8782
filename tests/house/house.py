"""What the house checks share: where the sources are, and how a finding is said."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SIDES = ("shared", "client", "server")
SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__"}


def files(root, suffixes, folders=SIDES + ("tests",)):
    """Every file below root/folders whose name ends with one of the suffixes, sorted."""
    found = []
    for folder in folders:
        for path, below, names in os.walk(Path(root) / folder):
            below[:] = [name for name in below if name not in SKIPPED_FOLDERS]
            found += [Path(path) / name for name in names if name.endswith(suffixes)]
    return sorted(found)


def finish(check, findings, looked_at):
    """Prints the findings and exits: 0 when there are none. Having looked at nothing is a finding too."""
    if looked_at == 0:
        findings = ["found nothing to look at"]
    for finding in findings:
        print(f"{check}: {finding}")
    print(f"{check}: {looked_at} looked at, {len(findings)} wrong")
    sys.exit(1 if findings else 0)
