#!/bin/sh
# Makes the certificates of the TLS tests anew (needs openssl). They are public, valid for 100 years, and good for
# nothing but 127.0.0.1, [::1] and localhost: the key of the authority is thrown away.
set -e
cd "$(dirname "$0")"
days=36500
key='-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes'
openssl req -x509 $key -days $days -keyout ca.key -out ca.crt -subj '/CN=Benchwright test authority'
sign() {
  openssl req $key -keyout "$1.key" -out "$1.csr" -subj "/CN=$1"
  printf '%s\n' "$2" | openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days $days -out "$1.crt" -extfile /dev/stdin
}
sign localhost 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'
rm -f ca.key ./*.csr ca.srl
