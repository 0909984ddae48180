#!/bin/sh
# Reports what a Linux host is like, as JSON, for targets of kind "host-report".
#
#   sudo sh host.sh > host-report.json
#   sudo sh host.sh --nonce 7f3a9c --key /etc/report/key.pem --file /etc/gateway.toml > host-report.json
#
#   --file PATH      report owner and mode of this file and of the folders above it; may be given several times
#   --nonce TEXT     put this text into the report, which shows that it was made afterwards
#   --key KEY        sign the report with this private key, by openssl
#   --provider NAME  the provider of openssl that holds the key (tpm2)
#
# It reads /proc, /sys and /etc and asks the programs that know (iptables, nft, cryptsetup, dmsetup, chronyc, sshd,
# systemctl), where they are there. It changes nothing, sends nothing, and reports no contents of files; to sign, it
# writes the report into a temporary file. What it cannot see, without root above all, is null. Read it before you run it.
set -u
umask 077
LC_ALL=C
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL PATH

files='' key='' nonce='' provider=''
while [ $# -gt 0 ]; do
  case $1 in
    --file) files="$files${2:?}
" ;;
    --key) key=${2:?} ;;
    --nonce) nonce=${2:?} ;;
    --provider) provider=${2:?} ;;
    *) echo "host.sh: there is no option $1" >&2 && exit 2 ;;
  esac
  shift 2
done

root=false
[ "$(id -u)" = 0 ] && root=true

# Only what cannot break a JSON string.
plain() { printf '%s' "$1" | tr -cd 'A-Za-z0-9 _./:@%+=,-'; }
# Lines as the inside of an array: as they are, or as strings.
comma() { sed '/^$/d' | tr '\n' ',' | sed 's/,$//'; }
strings() { tr -cd 'A-Za-z0-9 _./:@%+=,\n-' | sed '/^$/d; s/.*/"&"/' | comma; }
has() { command -v "$1" >/dev/null 2>&1; }

# Sockets by who holds them: lines "inode uid pid". Only root sees all of them.
owners=''
# shellcheck disable=SC2012 # file descriptors are numbers, and `find` of BusyBox cannot tell where a link leads
$root && owners=$({
  grep '^Uid:' /proc/[0-9]*/status
  ls -l /proc/[0-9]*/fd
} 2>/dev/null | awk '
  # The real and the saved user count as well: who was root and kept one of them is root again when they please.
  /^\/proc\/[0-9]+\/status:/ { split($1, part, "/"); uid[part[3]] = $2 == 0 || $4 == 0 ? 0 : $3 }
  /^\/proc\/[0-9]+\/fd:$/ { split($0, part, "/"); pid = part[3] }
  / -> socket:\[[0-9]+\]$/ { gsub(/.*\[|\]/, ""); if (pid in uid) print $0, uid[pid], pid }')
programs=$(cat /proc/[0-9]*/comm 2>/dev/null | sort -u)
runs() { printf '%s\n' "$programs" | grep -qx "$1"; }

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
      $root && uids="[$(printf '%s\n' "$owners" | sed -n "s/^$inode \([0-9]*\) .*/\1/p" | sort -u | comma)]"
      printf '%s{"protocol":"%s","port":%s,"loopback":%s,"uids":%s}' "$between" "${protocol%6}" "$port" "$loopback" "$uids"
      between=','
    done <"/proc/net/$protocol"
  done
}

user_of() { awk -F: -v id="$1" '$3 == id { print $1; exit }' /etc/passwd; }
group_of() { awk -F: -v id="$1" '$3 == id { print $1; exit }' /etc/group; }

# The programs that hold a socket of a network, those of containers among them, and the rights each has.
network_programs() {
  inodes=$(cat /proc/[0-9]*/net/tcp /proc/[0-9]*/net/tcp6 /proc/[0-9]*/net/udp /proc/[0-9]*/net/udp6 \
    /proc/[0-9]*/net/raw /proc/[0-9]*/net/raw6 2>/dev/null | awk '$10 > 0 { print $10 }' | sort -u)
  printf '%s\n' "$owners" | sort -u | awk -v inodes="$inodes" '
    BEGIN { n = split(inodes, all, "\n"); for (i = 1; i <= n; i++) net[all[i]] = 1 }
    net[$1] { print $3, $2 }' | sort -u | while read -r pid uid; do
    [ -r "/proc/$pid/status" ] || continue
    of() { sed -n "s/^$1:[[:space:]]*//p" "/proc/$pid/status" 2>/dev/null; }
    # Those it may take up whenever it wants to, whether it has at the moment or not.
    capabilities="\"$(of CapPrm)\""
    # In a user namespace of its own a process has capabilities that reach no further.
    [ "$(readlink "/proc/$pid/ns/user")" = "$(readlink /proc/self/ns/user)" ] || capabilities=null
    groups=$(for id in $(of Gid | cut -f2) $(of Groups); do group_of "$id"; done | sort -u | strings)
    printf '{"program":"%s","uid":%s,"user":"%s","capabilities":%s,"groups":[%s]}\n' \
      "$(plain "$(of Name)")" "$uid" "$(plain "$(user_of "$uid")")" "$capabilities" "$groups"
  done | sort -u | comma
}

# Whether a layer below device $1 is of kind $2 (CRYPT, VERITY); null for what is no block device.
layered() {
  real=$(readlink -f "$1" 2>/dev/null) || real=$1
  name=${real##*/}
  if [ ! -e "/sys/class/block/$name" ]; then
    printf null
    return
  fi
  case $(cat "/sys/class/block/$name/dm/uuid" 2>/dev/null) in
    "$2"-*)
      printf true
      return
      ;;
  esac
  below=false
  for slave in "/sys/class/block/$name/slaves"/*; do
    [ -e "$slave" ] || continue
    # Only where every layer it stands on is.
    below=$(layered "/dev/${slave##*/}" "$2")
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
    printf '%s{"target":"%s","type":"%s","writable":%s,"encrypted":%s,"verity":%s}' "$between" "$(plain "$target")" \
      "$(plain "$kind")" "$writable" "$(layered "$source" CRYPT)" "$(layered "$source" VERITY)"
    between=','
  done </proc/self/mounts
  # What is in memory may be written there.
  while read -r source _; do
    case $source in
      /dev/zram*) ;;
      /dev/*)
        printf '%s{"target":"swap","type":"swap","writable":true,"encrypted":%s,"verity":false}' "$between" \
          "$(layered "$source" CRYPT)"
        between=','
        ;;
      /*) ;; # a file, on one of the file systems above
    esac
  done </proc/swaps
}

# What the kernel does where a hash tree does not fit, and whether it asks for a signature of its root.
verity() {
  table=$(dmsetup table --target verity 2>/dev/null | grep ' verity ')
  signed=null enforced=null
  if [ -n "$table" ]; then
    signed=true enforced=true
    printf '%s\n' "$table" | grep -qv root_hash_sig_key_desc && signed=false
    printf '%s\n' "$table" | grep -q ignore_corruption && enforced=false
  fi
  case $(cat /sys/module/dm_verity/parameters/require_signatures 2>/dev/null) in [Y1]) signed=true ;; esac
  appraised=null
  if [ -r /sys/kernel/security/ima/policy ]; then
    appraised=false
    grep -q '^appraise' /sys/kernel/security/ima/policy && appraised=true
  elif [ -e /sys/kernel/security/lsm ] && [ ! -e /sys/kernel/security/ima ]; then
    appraised=false
  fi
  printf '{"signed":%s,"enforced":%s,"appraised":%s}' "$signed" "$enforced" "$appraised"
}

# What opens each encrypted device: its slots, the tokens that hold keys for them, and the line of /etc/crypttab.
ciphered() {
  for device in /sys/class/block/dm-*; do
    type=$(sed -n 's/^CRYPT-\([A-Z0-9]*\)-.*/\1/p' "$device/dm/uuid" 2>/dev/null)
    [ -n "$type" ] || continue
    name=$(cat "$device/dm/name")
    key_file=$(awk -v name="$name" '$1 == name { print $3 == "" ? "-" : $3 }' /etc/crypttab 2>/dev/null)
    beside=null
    case $key_file in
      '') key_file=null ;;
      none | -) key_file='"none"' ;;
      /dev/urandom | /dev/random) key_file='"random"' ;;
      *)
        case $(layered "$(df -P "$key_file" 2>/dev/null | awk 'NR == 2 { print $1 }')" CRYPT) in
          true) beside=false ;;
          false) beside=true ;;
        esac
        key_file='"file"'
        ;;
    esac
    slots=null tokens=null
    for below in "$device/slaves"/*; do below=/dev/${below##*/}; done
    if dump=$(cryptsetup luksDump "$below" 2>/dev/null); then
      slots="[$(printf '%s\n' "$dump" | sed -n -e '/^Keyslots:/,/^Tokens:/s/^  \([0-9]*\): luks2.*/\1/p' \
        -e 's/^Key Slot \([0-9]*\): ENABLED.*/\1/p' | comma)]"
      tokens="[$(printf '%s\n' "$dump" | sed -n '/^Tokens:/,/^Digests:/s/^  \([0-9]*\): .*/\1/p' | while read -r id; do
        token=$(cryptsetup token export --token-id "$id" "$below" 2>/dev/null | tr -d '\n ')
        in_token() { printf '%s\n' "$token" | sed -n "s/.*\"$1\":\[*\([^]}]*\).*/\1/p" | tr -d '"' | sed "s/,[a-z].*//"; }
        kind=$(in_token type) slot=$(in_token keyslots) pcrs="$(in_token tpm2-pcrs),$(in_token tpm2_pubkey_pcrs)"
        # Clevis says of its own tokens what holds the key.
        if [ "$kind" = clevis ] && pin=$(clevis luks list -d "$below" -s "$slot" 2>/dev/null); then
          kind=clevis-$(printf '%s\n' "$pin" | sed 's/^[0-9]*: \([a-z0-9]*\).*/\1/')
          pcrs=$(printf '%s\n' "$pin" | sed -n 's/.*"pcr_ids":"\([0-9,]*\)".*/\1/p')
        fi
        printf '{"type":"%s","slots":[%s],"pcrs":[%s]}\n' "$(plain "$kind")" "$(plain "$slot")" \
          "$(printf '%s' "$pcrs" | tr , '\n' | grep -x '[0-9]*' | comma)"
      done | comma)]"
    fi
    printf '{"name":"%s","type":"%s","keyFile":%s,"beside":%s,"slots":%s,"tokens":%s}\n' "$(plain "$name")" "$type" \
      "$key_file" "$beside" "$slots" "$tokens"
  done | comma
}

# Owner and mode of a file, as `ls` has them; links are not followed.
mode_of() {
  # shellcheck disable=SC2012 # one name, and stat is not everywhere
  ls -ldn -- "$1" 2>/dev/null | {
    read -r mode _ uid _ || mode=''
    if [ -n "$mode" ]; then
      printf '{"path":"%s","mode":"%.10s","uid":%s,"user":"%s"}' "$(plain "$1")" "$mode" "$uid" "$(plain "$(user_of "$uid")")"
    else
      printf '{"path":"%s","mode":null,"uid":null,"user":null}' "$(plain "$1")"
    fi
  }
}

named_files() {
  printf '%s' "$files" | while read -r path; do
    mode_of "$path"
    echo
    while [ "${path%/*}" != '' ] && [ "$path" != "${path%/*}" ]; do
      path=${path%/*}
      mode_of "$path"
      echo
    done
    mode_of /
    echo
  done | sort -u | comma
}

# Who may log in: names, and whether a password is set, never the password.
accounts() {
  shadow=''
  [ -r /etc/shadow ] && shadow=/etc/shadow
  awk -F: -v shadow="$shadow" '
    FILENAME == shadow { word[$1] = $2; known[$1] = 1; next }
    $7 ~ /\/(nologin|false|true|sync|halt|shutdown)$/ && $3 != 0 { next }
    {
      given = $2 == "x" ? word[$1] : $2
      state = given == "" ? "\"empty\"" : given ~ /^[!*]/ ? "\"locked\"" : "\"set\""
      if ($2 == "x" && !known[$1]) state = shadow == "" ? "null" : "\"locked\""
      gsub(/[^A-Za-z0-9_.-]/, "", $1)
      printf "{\"name\":\"%s\",\"uid\":%d,\"password\":%s}\n", $1, $3, state
    }' $shadow /etc/passwd | comma
}

# How the servers for SSH that run were started.
sshd_lines() {
  for name in /proc/[0-9]*/comm; do
    [ "$(cat "$name" 2>/dev/null)" = sshd ] && tr '\0' ' ' <"${name%comm}cmdline" 2>/dev/null && echo
  done
}

# What the server for SSH would do, by its own word; false where there is none.
ssh_server() {
  if ! has sshd && ! has dropbear && ! runs sshd && ! runs dropbear; then
    printf false
  elif sshd_lines | grep -qE ' -[A-Za-z0-9]*[fo]( |[^ ])'; then
    # It was started with other settings than the file's.
    printf null
  elif settings=$(sshd -T 2>/dev/null) && [ -n "$settings" ]; then
    of() { printf '%s\n' "$settings" | sed -n "s/^$1 //p"; }
    word() { if [ "$(of "$1")" = no ]; then printf false; else printf true; fi; }
    match=false
    grep -ihE '^[[:space:]]*include[[:space:]]' /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf 2>/dev/null |
      grep -qvF ' /etc/ssh/sshd_config.d/*.conf' && match=true
    grep -qiE '^[[:space:]]*match[[:space:]]' /etc/ssh/sshd_config /etc/ssh/sshd_config.d/*.conf 2>/dev/null && match=true
    printf '{"passwords":%s,"interactive":%s,"emptyPasswords":%s,"root":"%s","match":%s}' "$(word passwordauthentication)" \
      "$(word kbdinteractiveauthentication)" "$(word permitemptypasswords)" "$(plain "$(of permitrootlogin)")" "$match"
  else
    printf null
  fi
}

# What sets the clock, and of how many sources; of how many of them it checks who answered.
clock() {
  daemon=null sources=null authenticated=null
  for one in chronyd systemd-timesyn ntpd openntpd; do runs "$one" && daemon="\"$one\""; done
  if [ "$daemon" = '"chronyd"' ] && list=$(chronyc -n -c authdata 2>/dev/null) && [ -n "$list" ]; then
    sources=$(printf '%s\n' "$list" | grep -c .)
    authenticated=$(printf '%s\n' "$list" | grep -cE '^[^,]*,(NTS|SK),')
  fi
  printf '{"daemon":%s,"sources":%s,"authenticated":%s}' "$daemon" "$sources" "$authenticated"
}

# Words of the kernel's command line that open it to whoever sits there, and who reads from a serial line.
console() {
  words=$(tr ' ' '\n' </proc/cmdline | sed -n -e '/^init=\(\/usr\)*\(\/sbin\/init\|\/lib\/systemd\/systemd\)$/d' \
    -e 's/^\(kgdboc\|kgdbwait\|init\|rdinit\|single\|emergency\|rescue\|break\|rd\.break\|rd\.shell\)\(=.*\)*$/\1/p' \
    -e 's/^\([sS1]\)$/\1/p' -e 's/^\(systemd\.unit=\(rescue\|emergency\)\)\.target$/\1/p' \
    -e 's/^\(systemd\.debug.shell\)\(=.*\)*$/\1/p' | sort -u | strings)
  readers=null
  $root && readers="[$(for stdin in /proc/[0-9]*/fd/0; do
    case $(readlink "$stdin" 2>/dev/null) in
      /dev/tty[A-Za-z]* | /dev/hvc* | /dev/console) cat "${stdin%/fd/0}/comm" ;;
    esac
  done 2>/dev/null | sort -u | strings)]"
  lockdown=$(sed -n 's/.*\[\([a-z]*\)\].*/"\1"/p' /sys/kernel/security/lockdown 2>/dev/null)
  printf '{"words":[%s],"readers":%s,"lockdown":%s}' "$words" "$readers" "${lockdown:-null}"
}

# Whether modprobe was told not to load module $1: never ("install"), or not by itself ("blacklist").
kept_out() {
  by=
  [ "$2" = install ] && by='[[:space:]]+/(usr/)?bin/(false|true)'
  cat /etc/modprobe.d/*.conf /run/modprobe.d/*.conf /lib/modprobe.d/*.conf 2>/dev/null |
    grep -qE "^[[:space:]]*$2[[:space:]]+$1$by([[:space:]]|\$)"
}

# What becomes of a stick: the state of the driver, and what mounts by itself: programs, and rules of udev.
media() {
  modules=/lib/modules/$(uname -r)
  driver=null
  if [ -d /sys/module/usb_storage ]; then
    driver='"loaded"'
  elif grep -qs 'usb-storage.ko' "$modules/modules.builtin"; then
    driver='"loaded"'
  elif kept_out usb[-_]storage install; then
    driver='"blocked"'
  elif kept_out usb[-_]storage blacklist; then
    driver='"blocked"'
    # Who needs the driver loads it all the same, as that of the faster sticks does.
    grep -qs '/uas\.ko' "$modules/modules.dep" && ! kept_out uas install && ! kept_out uas blacklist && driver='"loadable"'
  elif [ -f "$modules/modules.dep" ]; then
    driver='"absent"'
    grep -q 'usb-storage.ko' "$modules/modules.dep" && driver='"loadable"'
  fi
  mounters=null
  $root && mounters="[$(for one in udisksd automount usbmount devmon udevil gvfs-udisks2-vo; do runs "$one" && echo "$one"; done | strings)]"
  if $root && grep -qsE '^[^#]*RUN.*mount' /etc/udev/rules.d/*.rules /etc/mdev.conf; then
    case $mounters in '[]') mounters='["udev"]' ;; *) mounters="${mounters%]},\"udev\"]" ;; esac
  fi
  printf '{"usbStorage":%s,"mounters":%s}' "$driver" "$mounters"
}

services() {
  if list=$(systemctl list-unit-files --state=enabled,enabled-runtime,generated --type=service,socket --no-legend 2>/dev/null) && [ -n "$list" ]; then
    printf '[%s]' "$(printf '%s\n' "$list" | awk '{ print $1 }' | sort -u | strings)"
  else
    printf null
  fi
}

secure_boot() {
  # With this one set, the loader that the firmware checked (shim) checks nothing itself.
  mok=/sys/firmware/efi/efivars/MokSBStateRT-605dab50-e046-4300-abb6-3dd810dd8b23
  variable=/sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c
  # Four bytes of attributes, then the value.
  case $(od -An -t u1 -j 4 -N 1 "$variable" 2>/dev/null | tr -d ' ')$(od -An -t u1 -j 4 -N 1 "$mok" 2>/dev/null | tr -d ' ') in
    1 | 10) printf true ;;
    0* | 11) printf false ;;
    *) printf null ;;
  esac
}

nft=false
ruleset=$(nft list ruleset 2>/dev/null) && nft=true

# Rules are followed in their order, and only those that hold for every packet, or for every new connection; the lines
# are "base CHAIN POLICY" and "rule CHAIN accept|drop|return", "rule CHAIN jump|goto CHAIN". True where one chain drops.
drops() {
  awk '
    $1 == "base" { policy[$2] = $3 }
    $1 == "rule" { n = ++count[$2]; rule[$2, n] = $3; to[$2, n] = $4 }
    function result(chain, depth, i, what) {
      for (i = 1; depth < 16 && i <= count[chain]; i++) {
        what = rule[chain, i]
        if (what == "jump" || what == "goto") what = result(to[chain, i], depth + 1)
        if (what != "return" || rule[chain, i] != "jump") return what
      }
      return "return"
    }
    END {
      for (chain in policy) {
        what = result(chain, 0)
        if ((what == "return" ? policy[chain] : what) == "drop") found = 1
      }
      exit !found
    }'
}

# What becomes of a packet that no rule names, by hook ($3) and family: from iptables, or from nft.
policy() {
  chain=$(printf '%s' "$3" | tr '[:lower:]' '[:upper:]')
  rules=$("$1" -S 2>/dev/null)
  if printf '%s\n' "$rules" | sed -E -e 's/ -m comment --comment ("[^"]*"|[^ ]*)//' \
    -e 's/ -m (conntrack --ctstate|state --state) ([A-Z]*,)*NEW(,[A-Z]*)*//' | awk -v chain="$chain" '
    $1 == "-P" && $2 == chain { print "base", $2, tolower($3) }
    $1 != "-A" || ($3 != "-j" && $3 != "-g") { next }
    $4 == "ACCEPT" || $4 == "DROP" || $4 == "RETURN" { print "rule", $2, tolower($4); next }
    $4 == "REJECT" { print "rule", $2, "drop"; next }
    { print "rule", $2, $3 == "-g" ? "goto" : "jump", $4 }' | drops; then
    printf '"drop"'
  elif printf '%s\n' "$ruleset" | awk -v family="$2" -v hook="$3" '
    /^table / { ours = $2 == family || $2 == "inet"; table = $2 "/" $3 }
    /^\tchain / { chain = table "/" $2 }
    !ours || !/^\t\t/ { next }
    $0 ~ "type filter hook " hook " " { print "base", chain, /policy drop/ ? "drop" : "accept"; next }
    {
      sub(/^[\t ]+/, "")
      sub(/ comment ".*"$/, "")
      sub(/counter packets [0-9]+ bytes [0-9]+ /, "")
      sub(/log prefix "[^"]*" (level [a-z]+ )?/, "")
      sub(/^ct state (new|([a-z]+,)*new(,[a-z]+)*|\{[^}]* new[ ,][^}]*\}) /, "")
    }
    /^(accept|drop|return)$/ { print "rule", chain, $0 }
    /^reject( with [a-z0-9 -]+)?$/ { print "rule", chain, "drop" }
    /^(jump|goto) [^ ]+$/ { print "rule", chain, $1, table "/" $2 }' | drops; then
    printf '"drop"'
  elif [ -n "$rules" ] || $nft; then
    printf '"accept"'
  else
    printf null
  fi
}
policies() { printf '{ "ipv4": %s, "ipv6": %s }' "$(policy iptables ip "$1")" "$(policy ip6tables ip6 "$1")"; }

forwards() {
  case $(cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding 2>/dev/null) in
    '') printf null ;;
    *1*) printf true ;;
    *) printf false ;;
  esac
}

report() {
  printf '{\n'
  printf '  "report": "bestride-host-2",\n'
  printf '  "taken": "%s",\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
  printf '  "host": "%s",\n' "$(plain "$(uname -n)")"
  [ -n "$nonce" ] && printf '  "nonce": "%s",\n' "$(plain "$nonce")"
  printf '  "listeners": [%s],\n' "$(listeners)"
  printf '  "programs": %s,\n' "$($root && printf '[%s]' "$(network_programs)" || printf null)"
  printf '  "services": %s,\n' "$(services)"
  printf '  "accounts": [%s],\n' "$(accounts)"
  printf '  "sshServer": %s,\n' "$(ssh_server)"
  printf '  "files": [%s],\n' "$(named_files)"
  printf '  "mounts": [%s],\n' "$(mounts)"
  printf '  "verity": %s,\n' "$(verity)"
  printf '  "ciphered": [%s],\n' "$(ciphered)"
  printf '  "media": %s,\n' "$(media)"
  printf '  "secureBoot": %s,\n' "$(secure_boot)"
  printf '  "console": %s,\n' "$(console)"
  printf '  "clock": %s,\n' "$(clock)"
  printf '  "firewall": %s,\n' "$(policies input)"
  printf '  "egress": %s,\n' "$(policies output)"
  printf '  "forward": %s,\n' "$(policies forward)"
  printf '  "forwards": %s\n' "$(forwards)"
  printf '}\n'
}

if [ -z "$key" ]; then
  report
  exit
fi

# The report as a text and a signature of its bytes; `signer` is the SHA-256 of the public key (SubjectPublicKeyInfo).
# A key in a TPM: what is not the key's work is left to the default provider.
if [ -n "$provider" ]; then
  set -- -provider default -provider "$provider" -propquery "?provider=$provider,$provider.digest!=yes,$provider.cipher!=yes"
else
  set --
fi
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' HUP INT TERM
report >"$scratch/report"
openssl pkey "$@" -in "$key" -pubout -outform DER -out "$scratch/public" || exit 2
case $(openssl pkey -pubin -inform DER -in "$scratch/public" -noout -text) in
  ED25519*) openssl pkeyutl "$@" -sign -rawin -inkey "$key" -in "$scratch/report" -out "$scratch/signature" || exit 2 ;;
  *) openssl dgst "$@" -sha256 -sign "$key" -out "$scratch/signature" "$scratch/report" || exit 2 ;;
esac
printf '{\n  "bundle": "bestride-host-bundle-1",\n  "report": "'
sed 's/"/\\"/g; s/$/\\n/' "$scratch/report" | tr -d '\n'
printf '",\n  "signer": "sha256:%s",\n' "$(openssl dgst -sha256 -r "$scratch/public" | cut -c1-64)"
printf '  "signature": "%s"\n}\n' "$(openssl base64 -A -in "$scratch/signature")"
