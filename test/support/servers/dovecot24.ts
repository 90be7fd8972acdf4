/** A private Dovecot 2.4: what 2.3 has, and REPLACE, LIST-MYRIGHTS and INPROGRESS. Any user name, password `pw`. */
import type { ChrootServer } from './debian-root.ts'
import { PASSWORD } from './real-server.ts'

/** A setting that Dovecot 2.4 wants first: which version's defaults are meant. */
const VERSION = '2.4.1'

const config = (port: number, tlsPort: number): string => `
dovecot_config_version = ${VERSION}
dovecot_storage_version = ${VERSION}
protocols {
  imap = yes
}
listen = 127.0.0.1
base_dir = /data/run
state_dir = /data/state
log_path = /dev/stderr

default_internal_user = nobody
default_internal_group = nogroup
default_login_user = nobody
first_valid_uid = 1
first_valid_gid = 1
default_client_limit = 4000
default_process_limit = 1000
default_vsz_limit = unlimited

ssl = yes
ssl_server_cert_file = /data/tls/certificate.pem
ssl_server_key_file = /data/tls/key.pem
auth_allow_cleartext = yes
auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 scram-sha-1-plus scram-sha-256-plus
auth_failure_delay = 0
passdb static {
  password = ${PASSWORD}
}
userdb static {
}

mail_uid = nobody
mail_gid = nogroup
mail_home = /data/home/%{user | lower}
mail_driver = maildir
mail_path = ~/mail
mailbox_list_layout = fs
mailbox_list_index = yes
mail_fsync = never
mail_max_userip_connections = 4000
mail_plugins {
  acl = yes
  quota = yes
  notify = yes
}
acl_driver = vfile
quota "User quota" {
  driver = count
  storage_size = 8G
}
mail_attribute {
  dict file {
    path = %{home}/attributes
  }
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Drafts {
    auto = create
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = create
    special_use = \\Sent
  }
  mailbox Trash {
    auto = create
    special_use = \\Trash
  }
}
protocol imap {
  mail_plugins {
    imap_acl = yes
    imap_quota = yes
  }
  imap_metadata = yes
  imap_fetch_failure = no-after
}

service imap-login {
  chroot =
  restart_request_count = unlimited
  client_limit = 2000
  process_min_avail = 1
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
service imap {
  process_limit = 1000
  process_min_avail = 2
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service stats {
  chroot =
}
service imap-urlauth-login {
  chroot =
}
`

export const dovecot24: ChrootServer = {
  name: 'dovecot24',
  packages: ['dovecot-imapd'],
  program: '/usr/sbin/dovecot',
  files: ({ port, tlsPort }) => ({
    '/data/run/': '',
    '/data/state/': '',
    '/data/home/': '',
    '/data/dovecot.conf': config(port, tlsPort),
  }),
  command: ['/usr/sbin/dovecot', '-F', '-c', '/data/dovecot.conf'],
}
