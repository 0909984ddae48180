/**
 * The settings mosquitto knows (1.6 to 2.1), by what they belong to. Facts from its manual page
 * mosquitto.conf(5) and from the running program.
 */

/** Versions with the same settings and defaults: everything before 2.0, 2.0, and 2.1 or later. */
export type Dialect = '1.6' | '2.0' | '2.1';

/** Settings at which earlier versions stop. */
const SINCE: ReadonlyMap<string, Dialect> = new Map([
  ['plugin', '2.0'],
  ['ciphers_tls1.3', '2.0'],
  ['listener_allow_anonymous', '2.1'],
  ['listener_auto_id_prefix', '2.1'],
  ['global_plugin', '2.1'],
  ['plugin_load', '2.1'],
  ['plugin_use', '2.1'],
]);

/** The first version that has the setting, as far as that is known. */
export function sinceOf(name: string): Dialect {
  return SINCE.get(name) ?? '1.6';
}

/**
 * What a setting belongs to. `security`: to the current listener where `per_listener_settings` is true, to
 * all of them otherwise. `listener`: to the current listener, or to the default one before the first.
 */
type Scope = 'global' | 'security' | 'listener' | 'bridge' | 'plugin';

export interface Option {
  readonly scope: Scope;
  /** Takes true or false. */
  readonly flag: boolean;
}

const FLAGS: Readonly<Record<Scope, string>> = {
  global: `allow_duplicate_messages autosave_on_changes check_retain_source connection_messages
    enable_control_api log_timestamp per_listener_settings persistence queue_qos0_messages retain_available
    retained_persistence set_tcp_nodelay upgrade_outgoing_qos`,
  security: 'allow_anonymous allow_zero_length_clientid',
  listener: `disable_client_cert_date_checks listener_allow_anonymous proxy_protocol_v2_require_tls
    require_certificate use_identity_as_username use_subject_as_username use_username_as_clientid`,
  bridge: `bridge_attempt_unsubscribe bridge_insecure bridge_outgoing_retain bridge_require_ocsp
    bridge_tls_use_os_certs cleansession local_cleansession notifications notifications_local_only round_robin
    try_private`,
  plugin: 'auth_plugin_deny_special_chars',
};

const OTHERS: Readonly<Record<Scope, string>> = {
  global: `autosave_interval clientid_prefixes connection global_max_clients global_max_connections include_dir
    listener log_dest log_facility log_timestamp_format log_type max_inflight_bytes max_inflight_messages
    max_keepalive max_packet_size max_queued_bytes max_queued_messages memory_limit message_size_limit
    packet_buffer_size persistence_file persistence_location persistent_client_expiration pid_file
    retain_expiry_interval retry_interval store_clean_interval sys_interval user websockets_headers_size
    websockets_log_level`,
  security: 'acl_file auto_id_prefix password_file psk_file',
  listener: `accept_protocol_versions bind_address bind_interface cafile capath certfile ciphers ciphers_tls1.3
    crlfile dhparamfile enable_proxy_protocol http_dir keyfile listener_auto_id_prefix max_connections max_qos
    max_topic_alias max_topic_alias_broker maximum_qos mount_point port protocol psk_hint socket_domain
    tls_engine tls_engine_kpass_sha1 tls_keyform tls_version websockets_origin`,
  bridge: `address addresses bridge_alpn bridge_bind_address bridge_cafile bridge_capath bridge_certfile
    bridge_ciphers bridge_ciphers_tls1.3 bridge_identity bridge_keyfile bridge_max_packet_size
    bridge_max_topic_alias bridge_protocol_version bridge_psk bridge_receive_maximum bridge_reload_type
    bridge_session_expiry_interval bridge_tcp_keepalive bridge_tcp_user_timeout bridge_tls_version clientid
    idle_timeout keepalive_interval local_clientid local_password local_username notification_topic password
    remote_clientid remote_password remote_username restart_timeout start_type threshold topic username`,
  plugin: 'auth_plugin global_plugin plugin plugin_load plugin_use',
};

const SCOPES = ['global', 'security', 'listener', 'bridge', 'plugin'] as const;

/** Every setting by name, but for the open-ended `auth_opt_…` and `plugin_opt_…`. */
export const OPTIONS: ReadonlyMap<string, Option> = new Map(
  SCOPES.flatMap((scope) => [...named(FLAGS[scope], scope, true), ...named(OTHERS[scope], scope, false)]),
);

/** The setting of that name; undefined where mosquitto has none. */
export function optionOf(name: string): Option | undefined {
  return /^(auth|plugin)_opt_./.test(name) ? { scope: 'plugin', flag: false } : OPTIONS.get(name);
}

function named(names: string, scope: Scope, flag: boolean): [string, Option][] {
  return names.split(/\s+/).map((name) => [name, { scope, flag }]);
}
