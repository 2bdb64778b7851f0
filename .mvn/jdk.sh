# Sets JAVA_HOME to a JDK 25 or newer, or says what to install. Sourced by ./mvnw and ./agent-vault.
# Looks, in this order, at JAVA_HOME, the java on PATH, and the folders where JDKs are usually installed.
# AGENT_VAULT_JDK_FOLDERS names other folders instead of the usual ones, with colons between them.

jdk_major() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

jdk_good() {
  major=$(jdk_major "$1") && [ "${major:-0}" -ge 25 ]
}

jdk_on_path() {
  command -v javac >/dev/null 2>&1 || return 1
  javac_file=$(command -v javac)
  while [ -L "$javac_file" ]; do
    link=$(readlink "$javac_file")
    case "$link" in
    /*) javac_file=$link ;;
    *) javac_file=$(dirname "$javac_file")/$link ;;
    esac
  done
  (cd "$(dirname "$javac_file")/.." && pwd)
}

jdk_among_named() {
  folders=$AGENT_VAULT_JDK_FOLDERS
  while [ -n "$folders" ]; do
    candidate=${folders%%:*}
    case "$folders" in
    *:*) folders=${folders#*:} ;;
    *) folders= ;;
    esac
    if jdk_good "$candidate"; then
      JAVA_HOME=$candidate
      return 0
    fi
  done
  return 1
}

jdk_among_usual() {
  set +f
  for candidate in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${HOME-}"/.sdkman/candidates/java/* "${HOME-}"/.jdks/* "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if jdk_good "$candidate"; then
      JAVA_HOME=$candidate
      return 0
    fi
  done
  return 1
}

find_jdk() {
  if [ -n "${JAVA_HOME-}" ] && jdk_good "$JAVA_HOME"; then return 0; fi
  if candidate=$(jdk_on_path) && jdk_good "$candidate"; then
    JAVA_HOME=$candidate
    return 0
  fi
  if [ -n "${AGENT_VAULT_JDK_FOLDERS+named}" ]; then
    jdk_among_named && return 0
  else
    jdk_among_usual && return 0
  fi
  echo "Agent Vault needs a JDK 25 or newer, and found none." >&2
  echo "Looked at JAVA_HOME (${JAVA_HOME:-not set}), the java on PATH and the usual folders." >&2
  echo "Install one (Debian: temurin-25-jdk from adoptium.net; macOS: brew install openjdk), or set JAVA_HOME to one." >&2
  return 1
}

find_jdk || exit 4
export JAVA_HOME
