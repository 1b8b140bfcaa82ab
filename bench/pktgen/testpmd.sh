#!/usr/bin/env bash
# Loads a running switch with dpdk-testpmd as generator and sink, over two memif links on this machine:
#
#   testpmd ══ memif 0 ══▶ access0 ─ wire ─ core0 ══ memif 1 ══▶ testpmd
#      ▲                                                            │
#      └────────────────────── and the opposite way ◀───────────────┘
#
#   bench/pktgen/testpmd.sh [MODE] [SECONDS]
#
# MODE flowgen (the default): 1 024 flows by destination address, received and counted, both ways.
# MODE txonly: the same packet as often as it goes; the sink is a testpmd of its own.
#
# Prints what was sent, received and forwarded, and ends with 0 if the switch accounts for every packet it took.
# MEC_VSWITCH names another launcher. Needs dpdk-testpmd (Debian: dpdk-dev), no hugepages, no hardware.
set -euo pipefail

mode=${1:-flowgen}
seconds=${2:-5}
home=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../..
launcher=${MEC_VSWITCH:-$home/mec-vswitch}
folder=$(mktemp -d)
processes=()
# Nothing is ever to be read here: testpmd ends when its input does.
exec {silence}<> <(:)

finish() {
    for process in "${processes[@]}"; do
        kill "$process" 2> /dev/null || true
    done
    wait
    rm -rf "$folder" "/var/run/dpdk/pktgen-$$-a" "/var/run/dpdk/pktgen-$$-b"
}
trap finish EXIT

main() {
    command -v dpdk-testpmd > /dev/null || fail "dpdk-testpmd is missing; on Debian: sudo apt-get install -y dpdk-dev"
    configuration > "$folder/switch.xml"
    start switch "Port access0" $launcher run --config "$folder/switch.xml" --name "pktgen-$$"
    case $mode in
        flowgen) generators flowgen ;;
        txonly) generators txonly rxonly ;;
        *) fail "The mode is flowgen or txonly, not $mode." ;;
    esac
    sleep "$seconds"
    stop_generators
    stop_switch
}

# Interfaces, and a wire between them.
configuration() {
    echo '<config xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">'
    echo '  <interfaces xmlns="urn:ietf:params:xml:ns:yang:ietf-interfaces">'
    interface access0 access 0
    interface core0 core 1
    echo '  </interfaces>'
    echo '  <wires xmlns="urn:mec-vswitch:ports"><wire><name>wire</name>'
    echo '    <access>access0</access><core>core0</core></wire></wires>'
    echo '</config>'
}

# interface NAME ROLE NUMBER
interface() {
    echo "    <interface><name>$1</name>"
    echo '      <type xmlns:mecp="urn:mec-vswitch:ports">mecp:dpdk-port</type>'
    echo "      <port xmlns=\"urn:mec-vswitch:ports\"><role>$2</role>"
    echo "        <device>net_memif$3,role=server,$(link "$3")</device></port>"
    echo '    </interface>'
}

# link NUMBER
link() {
    echo "id=$1,socket-abstract=no,socket=$folder/memif$1.sock"
}

# start NAME LINE COMMAND...: and wait until it has said the line
start() {
    : > "$folder/$1.log"
    "${@:3}" <&"$silence" > "$folder/$1.log" 2>&1 &
    processes+=($!)
    for _ in {1..600}; do
        ! grep -q "$2" "$folder/$1.log" || return 0
        kill -0 $! 2> /dev/null || break
        sleep 0.1
    done
    cat "$folder/$1.log" >&2
    fail "$1 did not start."
}

# generators MODE [MODE OF A SINK OF ITS OWN]
generators() {
    local first=(--vdev="net_memif0,role=client,$(link 0)") second=(--vdev="net_memif1,role=client,$(link 1)")
    if (($# == 1)); then
        testpmd a "$1" "${first[@]}" "${second[@]}"
    else
        testpmd b "$2" "${second[@]}"
        testpmd a "$1" "${first[@]}"
    fi
}

# testpmd LETTER MODE DEVICE...
testpmd() {
    local topology=paired
    (($# > 3)) || topology=loop
    start "testpmd-$1" "Press enter to exit" stdbuf -oL dpdk-testpmd -l 0,1 --no-huge -m 256 --no-pci --no-telemetry \
        --file-prefix "pktgen-$$-$1" "${@:3}" -- --forward-mode="$2" --port-topology=$topology --auto-start \
        --total-num-mbufs=8192
}

# They print what they sent and received when they end.
stop_generators() {
    local process log
    for process in "${processes[@]:1}"; do
        kill -INT "$process"
        wait "$process" || true
    done
    for log in "$folder"/testpmd-*.log; do
        sed -n '/Forward statistics for port/,/^ *--*$/p; /Accumulated forward/,/+++/p' "$log"
    done
}

# What it took it accounts for, or it ends with 1.
stop_switch() {
    local status=0
    kill -TERM "${processes[0]}"
    wait "${processes[0]}" || status=$?
    tail -n 1 "$folder/switch.log"
    exit $status
}

fail() {
    echo "$*" >&2
    exit 1
}

main
