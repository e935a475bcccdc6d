# Real services for the tests: found where they run, started or installed where that is possible, else named.
# Sets REDIS_URL, POSTGRES_URL and CHROMIUM for the tests; sourced by .ci/test.

missing=()

can_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

install_package() { # package...
  can_install || return 1
  echo "Installing $* ..."
  apt-get update -qq >/dev/null 2>&1 || true
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

lacking() { # name, how to get it
  missing+=("$1: $2")
}

need_chromium() {
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && { CHROMIUM=$(command -v "$name"); export CHROMIUM; return; }
  done
  if install_package chromium; then CHROMIUM=$(command -v chromium); export CHROMIUM
  else lacking "Chromium" "install the package chromium; the browser tests were not run"; fi
}

need_redis() {
  if [ -n "${REDIS_URL:-}" ]; then return; fi
  if ! answers 6379; then
    command -v redis-server >/dev/null || install_package redis-server || true
    if command -v redis-server >/dev/null; then
      redis-server --daemonize yes --bind 127.0.0.1 --port 6379 --save "" --appendonly no --dir "$(mktemp -d)" >/dev/null
      sleep 1
    fi
  fi
  if answers 6379; then export REDIS_URL="redis://127.0.0.1:6379/5"
  else lacking "Redis" "install and start redis-server; the job path was tried on the filesystem transport only"; fi
}

need_postgresql() {
  if [ -n "${POSTGRES_URL:-}" ]; then return; fi
  if ! answers 5432; then
    install_package postgresql || true
    if command -v pg_ctlcluster >/dev/null; then
      version=$(ls /etc/postgresql | tail -1)
      sed -i -E 's/^(host +all +all +127.0.0.1\/32 +).*/\1trust/' "/etc/postgresql/$version/main/pg_hba.conf"
      pg_ctlcluster --skip-systemctl-redirect "$version" main start || true
      sleep 2
    fi
  fi
  if answers 5432; then export POSTGRES_URL="postgres://postgres@127.0.0.1:5432/postgres"
  else lacking "PostgreSQL" "install postgresql, or set POSTGRES_URL; the suite ran on SQLite only"; fi
}

report_missing() {
  [ ${#missing[@]} = 0 ] && return
  printf '\nNot everything could be tested:\n'
  printf '  %s\n' "${missing[@]}"
  if [ "${CI:-}" = true ]; then exit 1; fi
}
