#!/bin/sh
# Runs the instructions of deploy/Dockerfile without Docker: this machine's files are the base image, read only under an overlay in memory,
# and what a RUN, COPY, ENV or USER says is done in it, word for word. Then the image's own command is started as its user. Needs root on
# Linux, the network for npm, git, and 4 GB of memory; leaves nothing behind. What it cannot show: the base images and their Node.
#   sudo deploy/try-dockerfile.sh
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
if [ "${INSIDE:-}" != 1 ]; then INSIDE=1 exec unshare --mount "$0" "$@"; fi

overlay=$(mktemp -d)
trap 'cd /; umount -l "$overlay/root" "$overlay" 2>/dev/null; rmdir "$overlay"' EXIT
mount -t tmpfs -o size=4g tmpfs "$overlay"
mkdir "$overlay/upper" "$overlay/work" "$overlay/root"
root=$overlay/root
mount -t overlay -o "lowerdir=/,upperdir=$overlay/upper,workdir=$overlay/work" overlay "$root"
mount --rbind /dev "$root/dev"
mount -t proc proc "$root/proc"
# The user of the official images.
chroot "$root" id node >/dev/null 2>&1 || chroot "$root" useradd --non-unique --uid 1000 --create-home node

# The context: what git has, as `COPY . .` would take it without what Dockerfile.dockerignore names.
mkdir "$root/context"
git -c safe.directory='*' -C "$here" archive HEAD | tar -x -C "$root/context"

step() { printf '%s\n' "--- $*"; }
folder=/
exports=
user=0
start=
sed -e '/^#/d' -e ':a' -e '/\\$/{N;s/\\\n//;ba' -e '}' "$here/deploy/Dockerfile" >"$overlay/steps"
while read -r word rest; do
  step "$word $rest"
  case $word in
    '') ;;
    FROM) folder=/ exports= ;;
    WORKDIR) folder=$rest; mkdir -p "$root$rest" ;;
    ENV) exports="$exports $rest" ;;
    USER) user=$rest ;;
    RUN) chroot "$root" env $exports sh -euc "cd $folder; $rest" </dev/null ;;
    COPY)
      case $rest in
        '. .') cp -a "$root/context/." "$root$folder" ;;
        --from=build*) set -- $rest; mkdir -p "$root$(dirname "$3")"; cp -a "$root$2" "$root$3"; rm -rf "$root/src" ;;
        *) echo "COPY $rest: not known here"; exit 1 ;;
      esac ;;
    ENTRYPOINT) start=$(node -p 'JSON.parse(process.argv[1]).join(" ")' "$rest") ;;
    CMD) ;;
    *) echo "$word: not known here"; exit 1 ;;
  esac
done <"$overlay/steps"

inside() { chroot --userspec="$user" "$root" env $exports HOME=/home/node sh -euc "cd $folder; $*"; }
step "as user $user: $start --version"
inside "$start --version"
inside 'test ! -w /opt/benchwright && touch /results/written && rm /results/written && benchwright agent --help | head -1'
step 'an agent of the image at a Redis of this machine takes part in a run'
redis-server --port 21902 --bind 127.0.0.1 --save '' --appendonly no >/dev/null &
redis=$!
BENCHWRIGHT_FLEET_SECRET=$(openssl rand -hex 32)
export BENCHWRIGHT_FLEET_SECRET
# Not by `inside`: what is killed at the end must be the agent, not the shell that waits for it.
chroot --userspec="$user" "$root" env $exports HOME=/home/node sh -euc "cd $folder; exec $start agent --redis redis://127.0.0.1:21902 --id image" &
agent=$!
node -e 'require("http").createServer((_, a) => a.end("hello")).listen(21903, "127.0.0.1")' &
target=$!
trap 'kill $agent $target $redis 2>/dev/null; wait; cd /; umount -l "$overlay/root" "$overlay" 2>/dev/null; rmdir "$overlay"' EXIT
code=0
inside "$start http http://127.0.0.1:21903/ -R 200/s -d 4s --trials 2 --fleet redis://127.0.0.1:21902 --agents 1 --progress plain" || code=$?
# 4: measured, and judged invalid by what else goes on here.
case $code in 0 | 4) ;; *) exit "$code" ;; esac
step 'every instruction was carried out'
