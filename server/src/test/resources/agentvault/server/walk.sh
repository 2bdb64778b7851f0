# What a program in a sandbox does through its way out, one line for each.
way() {
  printf '%s: ' "$1"
  shift
  "$@" 2>&1 | tr '\n' ' '
  echo
}

proxied="curl -sS -m 20 -x http://127.0.0.1:14322 --cacert /run/agent-vault/outfit/root.pem"
api=http://127.0.0.1:14321
way tunnel $proxied "$SITE/checked"
way with-another-token $proxied -U somebody:first "$SITE/checked"
way path curl -sS -m 20 -H 'Authorization: Bearer of-somebody-else' "$api/proxy/${SITE#https://}/checked"
way large sh -c "$proxied $SITE/large | wc -c"
way unmatched $proxied -o /dev/null -w '%{http_code}' https://unmatched.example.com/
way discover curl -sS -m 20 "$api/discover"
way proposal curl -sS -m 20 -H 'Content-Type: application/json' -d '{"services":[{"action":"set","host":"api.stripe.com","description":"Payments","auth":{"type":"bearer","token":"STRIPE_KEY"}}],"credentials":[{"action":"set","key":"STRIPE_KEY","description":"Stripe"}],"message":"invoices '"$(date +%s%N)"'","user_message":"Invoices."}' "$api/v1/proposals"
way proposals curl -sS -m 20 "$api/v1/proposals"
way sessions curl -sS -m 20 "$api/v1/sessions"
way work sh -c 'echo made > made-inside && cat made-inside'
way home sh -c 'echo made > ~/made-inside && ls -A ~'
way elsewhere sh -c 'for each in / /usr /etc /opt /run/agent-vault/outfit /proc/sys/kernel; do touch $each/planted 2>/dev/null && echo "wrote $each"; done; ls /run /var; cat /etc/hosts'
way processes sh -c 'ls -d /proc/[0-9]* | wc -l'
way first sh -c 'tr "\0" "\n" </proc/1/environ | cut -d= -f1 | sort'
way variables sh -c 'env | cut -d= -f1 | sort'
