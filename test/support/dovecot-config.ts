/** The configuration of a private Dovecot 2.3: loopback only, everything below one folder, one unprivileged account. */

export interface DovecotSettings {
  readonly folder: string
  readonly port: number
  readonly tlsPort: number
  readonly account: { readonly user: string; readonly group: string; readonly uid: number; readonly gid: number }
  /** Such as `maildir:~/mail`. */
  readonly mailLocation: string
  /** Lines added at the end, which win over those before. */
  readonly extra: string
}

/** The key that signs OAuth tokens (HS256), and where Dovecot looks for it below its folder. */
export const TOKEN_KEY = 'a key for tests, known to everybody'
export const TOKEN_KEY_FILE = 'oauth2-keys/default/HS256/default'

export const oauth2Config = (folder: string): string => `
introspection_mode = local
local_validation_key_dict = fs:posix:prefix=${folder}/oauth2-keys/
username_attribute = sub
active_attribute =
active_value =
`

export function dovecotConfig({ folder, port, tlsPort, account, mailLocation, extra }: DovecotSettings): string {
  const { user, group, uid, gid } = account
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
instance_name = imaplex-${port}

default_internal_user = ${user}
default_internal_group = ${group}
default_login_user = ${user}
first_valid_uid = ${uid}
last_valid_uid = ${uid}
first_valid_gid = ${gid}
last_valid_gid = ${gid}
default_client_limit = 4000
default_process_limit = 1000
default_vsz_limit = 0

ssl = yes
ssl_cert = <${folder}/tls/certificate.pem
ssl_key = <${folder}/tls/key.pem

disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2 oauthbearer
auth_failure_delay = 0
passdb {
  driver = oauth2
  mechanisms = xoauth2 oauthbearer
  args = ${folder}/oauth2.conf
}
passdb {
  driver = static
  args = password=pw
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/home/%Ln
}

mail_location = ${mailLocation}
mail_fsync = never
mail_max_userip_connections = 4000
mail_plugins = notify quota
mail_attribute_dict = file:%h/attributes
mailbox_list_index = yes
mail_always_cache_fields = flags
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
  mail_plugins = $mail_plugins imap_quota imap_zlib
  imap_metadata = yes
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_rule = *:storage=8G
}

service imap-login {
  chroot =
  service_count = 0
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
service ipc {
  chroot =
}
service old-stats {
  chroot =
}
service imap-urlauth-login {
  chroot =
}
service imap-urlauth-worker {
  chroot =
}
${extra}
`
}

/** Settings that bring ACL and URLAUTH. Access control costs every command a little, so that only tests of it pay. */
export const ACCESS_CONTROL = `
mail_plugins = notify quota acl
protocol imap {
  mail_plugins = notify quota acl imap_quota imap_zlib imap_acl
  imap_urlauth_host = localhost
}
plugin {
  acl = vfile
}
`
