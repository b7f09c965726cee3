#!/usr/bin/env bash
# The check of action.yml: annotations, then the reports, then the summary of the job. The exit code is that of the check.
set -euo pipefail

changed="$INPUT_CHANGED"
if [ -z "$changed" ] && [ -n "${TARGET:-}" ]; then
    changed="origin/$TARGET"
fi
options=(--fail-on "$INPUT_FAIL_ON")
if [ -n "$changed" ] && [ "$changed" != none ]; then
    options+=(--changed "$changed")
fi
read -r -a more <<<"$INPUT_ARGUMENTS"

# Before version 4.4, bash takes an empty list for an unset variable.
check() {
    "$FIDUS" check "$INPUT_PATH" "${options[@]}" ${more[@]+"${more[@]}"} "$@"
}

code=0
check --format github || code=$?
echo "exit-code=$code" >>"$GITHUB_OUTPUT"

# The same run again for other readers: what it exits with, and says on standard error, is told already.
again() {
    check "$@" 2>/dev/null || true
}

if [ -n "$INPUT_SARIF" ]; then
    again --format sarif --output "$INPUT_SARIF"
fi
if [ -n "$INPUT_COMMENT" ]; then
    again --format markdown --output "$INPUT_COMMENT"
fi
again --format markdown >>"$GITHUB_STEP_SUMMARY"
"$FIDUS" coverage "$INPUT_PATH" --format markdown >>"$GITHUB_STEP_SUMMARY" || true
exit "$code"
