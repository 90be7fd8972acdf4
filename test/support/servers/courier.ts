/** A private Courier 5.2: next to no extensions. Every user name logs in with the password `pw`. */
import { NOBODY, type ChrootServer } from './debian-root.ts'
import { PASSWORD } from './real-server.ts'

const ADDRESS = '-address=127.0.0.1 -maxprocs=400 -maxperip=400 -nodnslookup'
const LOGIN = '/usr/lib/courier/courier/imaplogin /data/serve.sh'

const AUTHENTICATION = `
authmodulelist="authsqlite"
daemons=3
authdaemonvar=/run/courier/authdaemon
DEBUG_LOGIN=0
DEFAULTOPTIONS=""
LOGGEROPTS=""
`

// user, crypted password, password, uid, gid, home, maildir, quota, full name, options
const PASSWORDS = `
SQLITE_DATABASE /data/passwords.sqlite3
SQLITE_USER_TABLE none
SQLITE_CLEAR_PWFIELD none
SQLITE_SELECT_CLAUSE SELECT '$(local_part)', NULL, '${PASSWORD}', ${NOBODY}, ${NOBODY}, '/data/home', '', '', '', ''
##NAME: MARKER:0
`

const CAPABILITIES =
  'IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE ' +
  'AUTH=CRAM-MD5 AUTH=CRAM-SHA1 AUTH=CRAM-SHA256'

const ENVIRONMENT = `
IMAP_CAPABILITY="${CAPABILITIES}"
IMAP_CAPABILITY_TLS="${CAPABILITIES} AUTH=PLAIN"
IMAP_KEYWORDS=1
IMAP_ACL=1
IMAP_IDLE_TIMEOUT=60
IMAP_ENHANCEDIDLE=1
IMAP_MAILBOX_SANITY_CHECK=1
IMAP_CHECK_ALL_FOLDERS=0
IMAP_UMASK=022
IMAP_USELOCKS=1
IMAP_SHAREDINDEXFILE=/etc/courier/shared/index
IMAP_TRASHFOLDERNAME=Trash
IMAP_EMPTYTRASH=
IMAP_STARTTLS=YES
IMAP_TLS_REQUIRED=0
COURIERTLS=/usr/bin/couriertls
TLS_CERTFILE=/data/tls/both.pem
TLS_VERIFYPEER=NONE
HEADERFROM=X-IMAP-Sender
MAILDIRPATH=Maildir
PATH=/usr/bin:/usr/sbin:/bin
`

/** Who logs in for the first time gets a mailbox; all of them have the home folder that the password table names. */
const SERVE = `#!/bin/sh
mkdir -p "$AUTHENTICATED" && cd "$AUTHENTICATED" || exit 1
if [ ! -d Maildir ]; then
  /usr/bin/maildirmake.courier Maildir
  /usr/bin/maildirmake.courier -q 8000000000S Maildir
fi
exec /usr/bin/imapd Maildir
`

const start = (port: number, tlsPort: number): string => `#!/bin/sh
mkdir -p /run/courier/authdaemon
cat /data/tls/key.pem /data/tls/certificate.pem >/data/tls/both.pem
# STARTTLS changes to this user. Files are links to those of the tree: replaced, never written to.
printf 'courier:x:850:850::/data:/bin/sh\\n' | cat /etc/passwd - >/data/passwd && mv /data/passwd /etc/passwd
printf 'courier:x:850:\\n' | cat /etc/group - >/data/group && mv /data/group /etc/group
set -a
(. /etc/courier/authdaemonrc; exec /usr/lib/courier/courier-authlib/authdaemond) &
. /data/environment
/usr/sbin/couriertcpd ${ADDRESS} ${port} ${LOGIN} Maildir &
IMAP_TLS=1
exec /usr/sbin/couriertcpd ${ADDRESS} ${tlsPort} /usr/bin/couriertls -server -tcpd ${LOGIN} Maildir
`

export const courier: ChrootServer = {
  name: 'courier',
  packages: ['courier-imap', 'courier-authlib-sqlite'],
  program: '/usr/sbin/couriertcpd',
  files: ({ port, tlsPort }) => ({
    '/data/home/': '',
    '/data/environment': ENVIRONMENT,
    '/data/serve.sh': SERVE,
    '/data/start.sh': start(port, tlsPort),
    '/data/passwords.sqlite3': '',
    '/etc/courier/authdaemonrc': AUTHENTICATION,
    '/etc/courier/authsqliterc': PASSWORDS,
  }),
  command: ['/data/start.sh'],
  asRoot: true,
  naming: { prefix: 'INBOX.', separator: '.' },
}
