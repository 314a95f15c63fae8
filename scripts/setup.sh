# Sourced by scripts/demo, scripts/test and scripts/bench: makes .venv from a lock, once.
# Usage: setup_venv requirements.lock

export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1

find_python() {
  local candidate
  for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      echo "$candidate"
      return
    fi
  done
  echo "没有找到 Python 3.11 或更新的版本，请先安装。" >&2
  exit 1
}

setup_venv() {
  local lock=$1 stamp=.venv/.installed-$1 wanted python
  if [ ! -x .venv/bin/python ]; then
    python=$(find_python)
    echo "准备运行环境 .venv（$("$python" --version)）……"
    if ! "$python" -m venv .venv; then
      echo "建不了虚拟环境。Debian/Ubuntu 请先安装 python3-venv。" >&2
      exit 1
    fi
  fi
  wanted=$(cat "$lock" pyproject.toml | .venv/bin/python -c \
    'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())')
  if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
    echo "安装依赖（照 $lock，逐个核对校验码）……"
    .venv/bin/python -m pip install --quiet --require-hashes -r "$lock"
    .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation -e .
    echo "$wanted" >"$stamp"
  fi
}
