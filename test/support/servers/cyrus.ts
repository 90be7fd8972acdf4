/** A private Cyrus 3.10 with every extension it has switched on, and every user name logs in with the password `pw`. */
import { PASSWORD } from './real-server.ts'
import type { ChrootServer } from './debian-root.ts'

const BIN = '/usr/lib/cyrus/bin'

/** May do to every account what its owner may, and set quotas. */
export const CYRUS_ADMIN = 'cyrus'

const services = (port: number, tlsPort: number): string => `
START {
  recover cmd="${BIN}/ctl_cyrusdb -C /data/imapd.conf -r"
}
SERVICES {
  imap cmd="${BIN}/imapd -C /data/imapd.conf -U 200" listen="127.0.0.1:${port}" prefork=2 maxchild=1000
  imaps cmd="${BIN}/imapd -C /data/imapd.conf -s -U 200" listen="127.0.0.1:${tlsPort}" prefork=0 maxchild=1000
}
EVENTS {
}
DAEMON {
  idled cmd="${BIN}/idled -C /data/imapd.conf"
}
`

// The password of everybody comes from a database without tables: so every mechanism works, SCRAM included.
const SETTINGS = `
configdirectory: /data/lib
defaultpartition: default
partition-default: /data/spool
proc_path: /data/proc
mboxname_lockpath: /data/lock
temp_path: /tmp
cyrus_user: nobody
cyrus_group: nogroup
servername: localhost
admins: ${CYRUS_ADMIN}
altnamespace: yes
unixhierarchysep: yes
virtdomains: off
autocreate_users: anyone
autocreate_post: yes
autocreate_quota: 2097152
autocreate_inbox_folders: Drafts | Sent | Trash
xlist-drafts: Drafts
xlist-sent: Sent
xlist-trash: Trash
specialusealways: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sql
sasl_sql_engine: sqlite3
sasl_sql_database: /data/passwords.sqlite3
sasl_sql_select: SELECT '${PASSWORD}' WHERE '%p' = 'userPassword'
sasl_mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256
allowplaintext: yes
allowstarttls: yes
failedloginpause: 0
tls_server_cert: /data/tls/certificate.pem
tls_server_key: /data/tls/key.pem
tls_session_timeout: 0
conversations: yes
conversations_db: twoskip
expunge_mode: delayed
delete_mode: delayed
annotation_allow_undefined: yes
search_engine: none
imapidresponse: yes
skiplist_unsafe: yes
duplicatesuppression: no
munge8bit: no
syslog_prefix: cyrus
`

const FOLDERS = [
  'lib/db',
  'lib/socket',
  'lib/log',
  'lib/msg',
  'lib/proc',
  'lib/quota',
  'lib/user',
  'spool',
  'proc',
  'lock',
]

export const cyrus: ChrootServer = {
  name: 'cyrus',
  packages: ['cyrus-imapd', 'libsasl2-modules', 'libsasl2-modules-sql', 'msmtp-mta'],
  program: `${BIN}/master`,
  files: ({ port, tlsPort }) => ({
    ...Object.fromEntries(FOLDERS.map((folder) => [`/data/${folder}/`, ''])),
    '/data/cyrus.conf': services(port, tlsPort),
    '/data/imapd.conf': SETTINGS,
  }),
  command: [`${BIN}/master`, '-C', '/data/imapd.conf', '-M', '/data/cyrus.conf', '-p', '/data/master.pid', '-D'],
}
