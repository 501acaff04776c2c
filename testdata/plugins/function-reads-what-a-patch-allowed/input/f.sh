#!/bin/sh
input=$(cat)
name=forbidden kind=forbidden
case "$input" in *"allowNameChange: enabled"*) name=allowed ;; esac
case "$input" in *"allowKindChange: enabled"*) kind=allowed ;; esac
printf '%s\n' "$input" | sed "s/name: plain/name: $name/; s/kind: plain/kind: $kind/"
