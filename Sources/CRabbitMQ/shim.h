// What Swift cannot import of librabbitmq by itself.

// From 0.12 on the headers are in a folder of their own, and those beside it warn that they are deprecated.
#if __has_include(<rabbitmq-c/amqp.h>)
#include <rabbitmq-c/amqp.h>
#include <rabbitmq-c/framing.h>
#include <rabbitmq-c/ssl_socket.h>
#include <rabbitmq-c/tcp_socket.h>
#else
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#endif
#include <arpa/inet.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

// amqp_login_with_properties is variadic.
static inline amqp_rpc_reply_t bridge_login_plain(amqp_connection_state_t state, const char *vhost, int channel_max,
                                                  int frame_max, int heartbeat, const amqp_table_t *properties,
                                                  const char *user, const char *password) {
    return amqp_login_with_properties(state, vhost, channel_max, frame_max, heartbeat, properties,
                                      AMQP_SASL_METHOD_PLAIN, user, password);
}

static inline amqp_rpc_reply_t bridge_login_external(amqp_connection_state_t state, const char *vhost,
                                                     int channel_max, int frame_max, int heartbeat,
                                                     const amqp_table_t *properties, const char *identity) {
    return amqp_login_with_properties(state, vhost, channel_max, frame_max, heartbeat, properties,
                                      AMQP_SASL_METHOD_EXTERNAL, identity);
}

// To the first call of all: OpenSSL frees nothing when the process exits. The links' threads may still be inside it.
static inline void bridge_keep_tls(void) { OPENSSL_init_crypto(OPENSSL_INIT_NO_ATEXIT, 0); }

// Whom we want to reach, why what it showed was not accepted (0 if it was), and the connection that came of it: the
// library hands out none.
struct bridge_tls_peer {
    const char *host;
    long refusal;
    SSL *connection;
};

// The name is sent along with the first message (SNI), which is written after this is called.
static void bridge_tls_progress(const SSL *ssl, int where, int value) {
    (void)value;
    struct bridge_tls_peer *peer = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(ssl), 0);
    if (!peer) return;
    if (where & SSL_CB_HANDSHAKE_START) {
        peer->connection = (SSL *)ssl;
        unsigned char address[16];
        if (!inet_pton(AF_INET, peer->host, address) && !inet_pton(AF_INET6, peer->host, address))
            SSL_set_tlsext_host_name((SSL *)ssl, peer->host);
    }
    if (where & (SSL_CB_ALERT | SSL_CB_EXIT)) {
        long result = SSL_get_verify_result(ssl);
        if (result != X509_V_OK) peer->refusal = result;
    }
}

// 1 if OpenSSL will look for the name, or the address, in the certificate that it is shown.
static inline int bridge_expect_host(void *context, struct bridge_tls_peer *peer, int is_address) {
    X509_VERIFY_PARAM *rules = SSL_CTX_get0_param(context);
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    int done = is_address ? X509_VERIFY_PARAM_set1_ip_asc(rules, peer->host)
                          : X509_VERIFY_PARAM_set1_host(rules, peer->host, 0);
    SSL_CTX_set_ex_data(context, 0, peer);
    SSL_CTX_set_info_callback(context, bridge_tls_progress);
    return done;
}

static inline void bridge_forget_host(void *context) { SSL_CTX_set_ex_data(context, 0, 0); }

static inline const char *bridge_refusal_words(long refusal) { return X509_verify_cert_error_string(refusal); }
