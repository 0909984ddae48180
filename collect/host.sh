#!/bin/sh
# Reports what a Linux host is like, as JSON, for targets of kind "host-report".
#
#   sudo sh host.sh > host-report.json
#
# It reads /proc and /sys and asks iptables and nft for their rules. It changes nothing, sends nothing, and
# reports no contents of files. Without root it cannot see the owners of listeners nor the firewall, and says
# null there. Read it before you run it.
set -u
LC_ALL=C
export LC_ALL

# Only what cannot break a JSON string.
plain() { printf '%s' "$1" | tr -cd 'A-Za-z0-9 _./:@%+=,-'; }

# Process owners of each socket: lines "inode uid". Only root sees all of them.
owners=''
if [ "$(id -u)" = 0 ]; then
  owners=$(for fd in /proc/[0-9]*/fd/*; do
    link=$(readlink "$fd" 2>/dev/null) || continue
    case $link in
      socket:*)
        pid=${fd#/proc/}
        pid=${pid%%/*}
        inode=${link#socket:\[}
        uid=$(sed -n 's/^Uid:[[:space:]]*[0-9]*[[:space:]]*\([0-9]*\).*/\1/p' "/proc/$pid/status" 2>/dev/null)
        [ -n "$uid" ] && printf '%s %s\n' "${inode%\]}" "$uid"
        ;;
    esac
  done | sort -u)
fi

# Sockets that listen: state 0A for TCP, 07 without a peer for UDP.
listeners() {
  between=''
  for protocol in tcp tcp6 udp udp6; do
    [ -r "/proc/net/$protocol" ] || continue
    state=0A
    case $protocol in udp*) state=07 ;; esac
    while read -r _ near _ status _ _ _ _ _ inode _; do
      [ "$status" = "$state" ] || continue
      port=$((0x${near##*:}))
      [ "$port" -gt 0 ] || continue
      loopback=false
      case ${near%%:*} in
        ??????7F | 00000000000000000000000001000000 | 0000000000000000FFFF0000??????7F) loopback=true ;;
      esac
      uids=null
      if [ "$(id -u)" = 0 ]; then
        uids="[$(printf '%s\n' "$owners" | sed -n "s/^$inode //p" | tr '\n' ',' | sed 's/,$//')]"
      fi
      printf '%s{"protocol":"%s","port":%s,"loopback":%s,"uids":%s}' "$between" "${protocol%6}" "$port" "$loopback" "$uids"
      between=','
    done <"/proc/net/$protocol"
  done
}

# true where a layer below the device encrypts, false where none does, null for what is no block device.
encrypted() {
  real=$(readlink -f "$1" 2>/dev/null) || real=$1
  name=${real##*/}
  if [ ! -e "/sys/class/block/$name" ]; then
    printf null
    return
  fi
  case $(cat "/sys/class/block/$name/dm/uuid" 2>/dev/null) in
    CRYPT-*)
      printf true
      return
      ;;
  esac
  below=false
  for slave in "/sys/class/block/$name/slaves"/*; do
    [ -e "$slave" ] || continue
    # Encrypted only where every layer it stands on is.
    below=$(encrypted "/dev/${slave##*/}")
    [ "$below" = true ] || break
  done
  printf '%s' "$below"
}

mounts() {
  between=''
  while read -r source target kind options _; do
    case $kind in
      # Kept in memory, or no storage at all.
      proc | sysfs | tmpfs | ramfs | devtmpfs | devpts | cgroup* | *securityfs | pstore | efivarfs | bpf) continue ;;
      debugfs | tracefs | mqueue | hugetlbfs | configfs | fusectl | autofs | binfmt_misc | rpc_pipefs) continue ;;
      nsfs | selinuxfs) continue ;;
    esac
    case ",$options," in *,ro,*) writable=false ;; *) writable=true ;; esac
    printf '%s{"target":"%s","type":"%s","writable":%s,"encrypted":%s}' "$between" \
      "$(plain "$target")" "$(plain "$kind")" "$writable" "$(encrypted "$source")"
    between=','
  done </proc/self/mounts
  # What is in memory may be written there.
  while read -r source _; do
    case $source in
      /dev/zram*) ;;
      /dev/*)
        printf '%s{"target":"swap","type":"swap","writable":true,"encrypted":%s}' "$between" "$(encrypted "$source")"
        between=','
        ;;
      /*) ;; # a file, on one of the file systems above
    esac
  done </proc/swaps
}

secure_boot() {
  variable=/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
  # Four bytes of attributes, then the value.
  case $(od -An -t u1 -j 4 -N 1 "$variable" 2>/dev/null | tr -d ' ') in
    1) printf true ;;
    0) printf false ;;
    *) printf null ;;
  esac
}

# What becomes of a packet that no rule names: from iptables, or from nft.
policy() {
  rule=$("$1" -S INPUT 2>/dev/null | sed -n 's/^-P INPUT //p')
  if [ "$rule" = DROP ] || nft list chains "$2" 2>/dev/null | grep -q 'hook input.*policy drop' ||
    nft list chains inet 2>/dev/null | grep -q 'hook input.*policy drop'; then
    printf '"drop"'
  elif [ -n "$rule" ] || nft list chains >/dev/null 2>&1; then
    printf '"accept"'
  else
    printf null
  fi
}

printf '{\n'
printf '  "report": "bestride-host-1",\n'
printf '  "taken": "%s",\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
printf '  "host": "%s",\n' "$(plain "$(uname -n)")"
printf '  "listeners": [%s],\n' "$(listeners)"
printf '  "mounts": [%s],\n' "$(mounts)"
printf '  "secureBoot": %s,\n' "$(secure_boot)"
printf '  "firewall": { "ipv4": %s, "ipv6": %s }\n' "$(policy iptables ip)" "$(policy ip6tables ip6)"
printf '}\n'
