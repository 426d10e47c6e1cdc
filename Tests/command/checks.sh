# What scripts of checks share: sourced with the name of what is checked.
checks=0
expect() { # CODE TEXT COMMAND...
    local code=$1 text=$2 output status=0
    shift 2
    output=$("$@" 2>&1) || status=$?
    [ "$status" = "$code" ] || { echo "$*: exit $status, expected $code: $output"; exit 1; }
    grep -qF -- "$text" <<<"$output" || { echo "$*: no \"$text\" in: $output"; exit 1; }
    checks=$((checks + 1))
}
same() { # FILE FILE
    cmp -s "$1" "$2" || { echo "$1 and $2 differ"; exit 1; }
    checks=$((checks + 1))
}
