# bash completion for qdctl. Installed as share/bash-completion/completions/qdctl, or: source <(qdctl completion bash)

_qdctl() {
    local cur prev verb sub word
    cur=${COMP_WORDS[COMP_CWORD]}
    prev=${COMP_WORDS[COMP_CWORD-1]}
    verb='' sub=''
    local i
    for ((i = 1; i < COMP_CWORD; i++)); do
        word=${COMP_WORDS[i]}
        [[ $word == -* ]] && continue
        case ${COMP_WORDS[i-1]} in --data-folder|--url|--token|--token-file|--request-timeout) continue ;; esac
        if [[ -z $verb ]]; then verb=$word; elif [[ -z $sub ]]; then sub=$word; fi
    done

    local verbs='submit tasks task workers queues pause resume suspend drain resize cancel retry requeue reprioritise
        purge overrides revert watch why ledger example allow shutdown status settings completion'
    local shared='--help --json --yes --data-folder --url --token --token-file --request-timeout'
    local filter='--state --type --queue --worker --text'
    local bulk="$filter --all --reason"
    local states='pending queued assigned running retrying suspended completed failed cancelled'

    case $prev in
        --state) # several with commas: what stands before the last one stays
            local before=''
            [[ $cur == *,* ]] && before=${cur%,*},
            COMPREPLY=($(compgen -P "$before" -W "$states" -- "${cur##*,}")); return ;;
        --priority) COMPREPLY=($(compgen -W '1 2 3 4 5 6 7 8 9 10' -- "$cur")); return ;;
        --for|--older-than) COMPREPLY=($(compgen -W '5m 30m 1h 8h 1d' -- "$cur")); return ;;
        --sort) COMPREPLY=($(compgen -W 'id name type queue state priority attempts deliveries worker created_at
            started_at finished_at run_time error' -- "$cur")); return ;;
        --file|-f|--token-file|--report|backup) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        --data-folder) COMPREPLY=($(compgen -d -- "$cur")); return ;;
        --worker) COMPREPLY=($(compgen -W "$(_qdctl_names workers id)" -- "$cur")); return ;;
        --queue) COMPREPLY=($(compgen -W "$(_qdctl_names queues name)" -- "$cur")); return ;;
    esac

    local words=''
    case $verb in
        '') words="$verbs --version" ;;
        submit)
            words='--name --queue --priority --count --key --timeout --attempts --run-at --deadline --parent --tag
                --file --wait --wait-timeout'
            [[ -z $sub ]] && words+=' command http synthetic' ;;
        tasks) words="$filter --sort --ascending --offset --limit" ;;
        task) words='--follow' ;;
        pause|resume)
            case $sub in
                '') words='worker queue all'; [[ $verb == resume ]] && words+=' tasks' ;;
                worker) words="$(_qdctl_names workers id) --reason" ;;
                queue) words="$(_qdctl_names queues name) --reason" ;;
                all) words='--reason' ;;
                tasks) words=$bulk ;;
            esac
            [[ $verb == pause && -n $sub ]] && words+=' --for --until-resume' ;;
        cancel|suspend|requeue) words=$bulk ;;
        retry|purge) words="$bulk --older-than" ;;
        reprioritise) words="$bulk --priority" ;;
        drain) words="$(_qdctl_names workers id) all --reason" ;;
        resize) words='auto --for --until-resume --reason' ;;
        revert) words="$(_qdctl_names overrides id) --all --reason" ;;
        why) words=$(_qdctl_names workers id) ;;
        watch) words='--from --status --interval --count' ;;
        ledger)
            [[ -z $sub ]] && words='check backup'
            if [[ $sub == check ]]; then
                words=--offline
                [[ $cur != -* ]] && COMPREPLY=($(compgen -f -- "$cur")) && return
            fi ;;
        shutdown) words=--now ;;
        example)
            words='--tasks --report --keep-server-seconds'
            [[ $cur != -* ]] && COMPREPLY=($(compgen -d -- "$cur")) && return ;;
        allow) COMPREPLY=($(compgen -c -- "$cur")); return ;;
        completion) words='bash' ;;
    esac
    COMPREPLY=($(compgen -W "$words $([[ $cur == -* || -z $verb ]] && echo "$shared")" -- "$cur"))
}

# Names of workers, queues or overrides of the running engine; nothing when none runs.
_qdctl_names() {
    qdctl "$1" --json --request-timeout 1s 2>/dev/null |
        grep -o "\"$2\":[^,}]*" | cut -d: -f2- | tr -d '" '
}

complete -F _qdctl qdctl
