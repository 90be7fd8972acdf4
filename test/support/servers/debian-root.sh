#!/bin/bash
# debian-root.sh SUITE TREE PACKAGE…: unpacks Debian packages and all they need into TREE, a folder to change root into.
#
# Nothing is installed: no maintainer script runs and the machine's own packages stay as they are, so servers that
# exclude each other can be had side by side. The mirror is the one this machine's apt uses, apt checks signatures and
# sums. Needs root for changing root later; what has been downloaded is kept beside the tree.
set -euo pipefail
umask 022

suite=$1 tree=$2
shift 2
cache=$(dirname "$tree") state=$(dirname "$tree")/apt-$suite
# what any program needs that finds itself in a new root
packages=("$@" base-files base-passwd dash coreutils)

# the first repository of the running release, from whatever form of sources there is
mirror() {
  local release
  release=$(. /etc/os-release && echo "$ID ${VERSION_CODENAME:-}")
  [[ $release == debian\ * ]] || { echo "not a Debian: $release" >&2; return 1; }
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
    awk -v codename="${release#* }" '$3 == "main" && ($2 == codename || $2 ~ /^(old)*stable$|^testing$|^sid$/) { print $1; exit }'
}

apt() {
  apt-get -qq -y --no-install-recommends \
    -o Dir::State="$state" -o Dir::State::status="$state/status" -o Dir::Cache="$state" \
    -o Dir::Etc::SourceList="$state/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o APT::Sandbox::User=root -o Acquire::Languages=none -o APT::Get::List-Cleanup=0 "$@"
}

prepare_apt() {
  mkdir -p "$state/lists/partial" "$state/archives/partial"
  : >"$state/status"
  local from
  from=$(mirror)
  [ -n "$from" ] || { echo "apt has no Debian repository" >&2; return 1; }
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $from $suite main" >"$state/sources.list"
  apt update
}

unpack() {
  local root=$1 deb
  mkdir -p "$root"/{usr/{bin,sbin,lib,lib64},dev,proc,tmp,run,data,etc,var/{lib,tmp}}
  # packages may still name the old places
  for name in bin sbin lib lib64; do ln -s "usr/$name" "$root/$name"; done
  ln -s ../run "$root/var/run"
  chmod 1777 "$root/tmp" "$root/var/tmp"
  while read -r deb; do
    dpkg-deb --fsys-tarfile "$state/archives/$deb" |
      tar -x -C "$root" --keep-directory-symlink --exclude='./usr/share/'{doc,man,locale,info,lintian}'/*'
  done
  [ -e "$root/usr/bin/sh" ] || ln -s dash "$root/usr/bin/sh"
  cp "$root/usr/share/base-passwd/passwd.master" "$root/etc/passwd"
  cp "$root/usr/share/base-passwd/group.master" "$root/etc/group"
  echo '127.0.0.1 localhost' >"$root/etc/hosts"
  printf 'passwd: files\ngroup: files\nhosts: files\n' >"$root/etc/nsswitch.conf"
  mknod -m 666 "$root/dev/null" c 1 3
  mknod -m 666 "$root/dev/zero" c 1 5
  mknod -m 666 "$root/dev/random" c 1 8
  mknod -m 666 "$root/dev/urandom" c 1 9
}

# two processes must not unpack at the same time
exec 9>"$cache/lock"
flock 9
[ ! -d "$tree" ] || exit 0
prepare_apt
# with an archive folder that is empty, every package is named, not only those that are still to be downloaded
mkdir -p "$state/nothing/partial"
wanted=$(apt -o Dir::Cache::archives="$state/nothing" --print-uris install "${packages[@]}" |
  awk -F "' " '/^\x27/ { split($2, word, " "); print word[1] }')
apt --download-only install "${packages[@]}" >/dev/null
rm -rf "$tree.partial"
unpack "$tree.partial" <<<"$wanted"
mv "$tree.partial" "$tree"
