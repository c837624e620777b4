locals {
  nginx = {
    # One in each zone.
    size     = length(local.zones)
    type     = var.nginx_type
    disk     = 8
    packages = ["nginx"]

    settings = merge(
      {
        # Off: 500 bytes per request are almost two gigabytes per hour at 1,000 requests per second, and nothing rotates the log.
        NGINX_ACCESS_LOG = "off"
        # Failures and the error log go to the journal, which bounds its size and how much it accepts.
        NGINX_FAILURE_LOG = "syslog:server=unix:/run/systemd/journal/dev-log,nohostname,tag=nginx"
        # NGINX must allow the same origins as the nodes, because it caches their responses.
        CORS_ORIGINS = lookup(var.node_settings, "CORS_ORIGINS", "*")
      },
      var.nginx_settings,
      {
        NODE_PORT  = tostring(local.node_port)
        NODE_GROUP = "${var.name}-node"
        # Other addresses than loopback for the balancer's health checks.
        NGINX_STATUS_ADDRESS = "0.0.0.0:${local.status_port}"
        TLS_SECRET           = var.tls_secret == null ? "" : var.tls_secret
        NGINX_TLS            = var.tls_secret == null ? "off" : "on"
        # The file contains both the certificate and its key.
        NGINX_TLS_CERTIFICATE = "/etc/atelier/tls.pem"
        NGINX_TLS_KEY         = "/etc/atelier/tls.pem"
      }
    )

    files = merge(
      {
        for file in setsubtract(fileset("${path.module}/../nginx", "**"), ["README.md"]) :
        "/opt/atelier/nginx/${file}" => "${path.module}/../nginx/${file}"
      },
      {
        "/opt/atelier/nginx-boot"                   = "${path.module}/instance/nginx-boot"
        "/opt/atelier/follow-nodes"                 = "${path.module}/instance/follow-nodes"
        "/etc/systemd/system/atelier-nginx.service" = "${path.module}/instance/atelier-nginx.service"
        "/etc/systemd/system/follow-nodes.service"  = "${path.module}/instance/follow-nodes.service"
      }
    )

    statements = concat(
      [
        {
          Effect = "Allow"
          # This action cannot be restricted to resources.
          Action   = ["ec2:DescribeInstances"]
          Resource = ["*"]
        },
      ],
      [
        for secret in compact([var.tls_secret]) : {
          Effect   = "Allow"
          Action   = ["secretsmanager:GetSecretValue"]
          Resource = [secret]
        }
      ]
    )
  }
}
