#!/usr/bin/env -S python3 -B
"""Plants known bugs into a copy of the product, one at a time, and expects the simulation to find each.

usage: check_plants.py [--only NAME …] [--seeds N] [--jobs N] [--folder FOLDER]

A plant is a patch in tests/simulation/plants/; its first line says what it breaks. The copy stands in FOLDER
(build/plants by default) and is kept, so that the next time only the plants are built. Takes about a minute a plant.
Exit code 1: a plant was not found within N seeds (1000), or could not be planted.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PRESET = "dev"
BUILD_SECONDS = 3600
RUN_SECONDS = 3600


def run(command, folder, seconds):
    # The copy may stand in a work tree of git: a patch is applied to the copy all the same.
    outside = dict(os.environ, GIT_CEILING_DIRECTORIES=str(folder.parent)) if folder != ROOT else None
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=seconds, check=False, env=outside)


def copy_tree(to):
    """The files that git knows, with what stands in them now; those that are as before keep their time."""
    names = run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], ROOT, 60).stdout.split("\n")
    names = {name for name in names if name and (ROOT / name).is_file()}
    for name in names:
        source, target = ROOT / name, to / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != source.read_bytes():
            shutil.copyfile(source, target)
            shutil.copymode(source, target)


def build(folder):
    if not (folder / "build" / PRESET / "build.ninja").is_file():
        configured = run(["cmake", "--preset", PRESET], folder, BUILD_SECONDS)
        if configured.returncode != 0:
            return configured.stdout + configured.stderr
    built = run(["cmake", "--build", "--preset", PRESET, "--target", "simulation"], folder, BUILD_SECONDS)
    return "" if built.returncode == 0 else built.stdout[-3000:] + built.stderr[-1000:]


def simulate(folder, seeds, jobs):
    program = folder / "build" / PRESET / "bin" / "simulation"
    return run([str(program), "--seeds", str(seeds), "--jobs", str(jobs)], folder, RUN_SECONDS)


def finding(output):
    """The line that names a broken invariant; how rare something was is none."""
    found = [line for line in output.split("\n") if line.startswith("simulation: FAILED: I")]
    seed = [line for line in output.split("\n") if line.startswith("seed ")]
    return (found[0][len("simulation: FAILED: "):][:160], seed[0].split(";")[0] if seed else "") if found else None


def check(patch, folder, options):
    copy_tree(folder)
    planted = run(["git", "apply", str(patch)], folder, 60)
    if planted.returncode != 0:
        return "cannot be planted: " + planted.stderr.strip()
    fault = build(folder)
    if fault:
        return "does not build:\n" + fault
    found = finding(simulate(folder, options.seeds, options.jobs).stdout)
    if found is None:
        return f"NOT FOUND in {options.seeds} seeds"
    print(f"{patch.stem}: found at {found[1]}: {found[0]}", flush=True)
    return ""


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--only", nargs="+", metavar="NAME")
    parser.add_argument("--seeds", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "plants")
    options = parser.parse_args()
    patches = sorted(HERE.glob("plants/*.patch"))
    if options.only:
        patches = [patch for patch in patches if patch.stem in options.only]
    options.folder = options.folder.resolve()
    options.folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    missed = 0
    for patch in patches:
        fault = check(patch, options.folder, options)
        if fault:
            missed += 1
            print(f"{patch.stem}: {fault}", flush=True)
    copy_tree(options.folder)
    print(f"check_plants: {len(patches)} planted, {missed} not found, {time.monotonic() - began:.0f} s")
    sys.exit(1 if missed or not patches else 0)


if __name__ == "__main__":
    main()
