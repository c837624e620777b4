variable "name" {
  description = "The name of all resources. A second cluster in the same account and region needs another name."
  type        = string
  default     = "atelier"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "The name must have 3 to 20 lower-case letters, digits and single dashes, and begin with a letter."
  }
}

variable "region" {
  description = "The AWS region of the cluster."
  type        = string
  default     = "us-east-1"
}

variable "network_cidr" {
  description = "The address range of the cluster's own network."
  type        = string
  default     = "10.42.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.network_cidr, 8, 0)) && can(regex("/(1[6-9]|20)$", var.network_cidr))
    error_message = "The network must be an IPv4 range of size /16 to /20, such as 10.42.0.0/16."
  }
}

variable "client_cidrs" {
  description = "The address ranges that may send requests to NGINX."
  type        = list(string)
  default     = ["0.0.0.0/0"]

  validation {
    condition     = length(var.client_cidrs) > 0 && alltrue([for range in var.client_cidrs : can(cidrnetmask(range))])
    error_message = "client_cidrs must be a list of IPv4 ranges, such as [\"203.0.113.0/24\"]."
  }
}

variable "architecture" {
  description = "The processor architecture, arm64 or x86_64. The instance types must match it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "The architecture must be arm64 or x86_64."
  }
}

variable "image_release" {
  description = "The release of Amazon Linux: the middle of its image's name, al2023-ami-RELEASE-ARCHITECTURE. Packages come from the same release."
  type        = string
  default     = "2023.12.20260831.0-kernel-6.1"

  validation {
    condition     = can(regex("^2023\\.[0-9]+\\.[0-9]{8}\\.[0-9]+-kernel-[0-9.]+$", var.image_release))
    error_message = "image_release must name one release, such as 2023.12.20260831.0-kernel-6.1. README.md has a command that finds the newest."
  }
}

variable "nodes" {
  description = "The number of service instances behind NGINX."
  type        = number
  default     = 3

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 20 && floor(var.nodes) == var.nodes
    error_message = "The number of nodes must be 1 to 20."
  }
}

variable "node_type" {
  description = "The instance type of a node."
  type        = string
  default     = "t4g.small"
}

variable "node_settings" {
  description = "Additional settings of the service: variables of config.yml such as { CACHE_SIZE = \"256MiB\" }."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.node_settings : can(regex("^[A-Z][A-Z_]*$", name)) && !can(regex("['\n\\\\]", value))])
    error_message = "Setting names consist of upper-case letters and underscores. Values must not contain quotes, backslashes or line breaks."
  }

  validation {
    condition = length(setintersection(keys(var.node_settings), [
      "DATABASE_URL", "DATABASE_USER", "DATABASE_PASSWORD", "WRITE_TOKENS", "HTTP_PORT", "HTTP_HOST", "ADMIN_HOST", "DRAIN_WAIT", "DRAIN_LIMIT"
    ])) == 0
    error_message = "nodes.tf and instance/atelier.service set the database, ports, hosts and the drain. Tokens would be visible in the state and in user data: put them into a file on the nodes, WRITE_TOKENS_FILE."
  }
}

variable "nginx_type" {
  description = "The instance type of NGINX."
  type        = string
  default     = "t4g.small"
}

variable "nginx_settings" {
  description = "Additional settings of NGINX: variables of nginx/settings.envsh such as { NGINX_CLIENT_RATE = \"20000\" }."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.nginx_settings : can(regex("^(NGINX|NODE|LOADERIO)_[A-Z_]+$", name)) && !can(regex("['\n\\\\]", value))])
    error_message = "Setting names begin with NGINX_, NODE_ or LOADERIO_. Values must not contain quotes, backslashes or line breaks."
  }

  validation {
    condition = length(setintersection(keys(var.nginx_settings), [
      "NGINX_PORT", "NGINX_TLS", "NGINX_TLS_PORT", "NGINX_TLS_CERTIFICATE", "NGINX_TLS_KEY", "NGINX_RESOLVE", "NGINX_STATUS_ADDRESS"
    ])) == 0
    error_message = "nginx.tf sets ports and nodes, and tls_secret enables TLS."
  }
}

variable "tls_secret" {
  description = "The ARN of a secret that contains one PEM file with the certificate chain and its key. null means plain HTTP."
  type        = string
  default     = null

  validation {
    condition     = var.tls_secret == null || can(regex("^arn:[a-z-]+:secretsmanager:", var.tls_secret))
    error_message = "tls_secret must be the ARN of a secret, arn:aws:secretsmanager:…"
  }
}

variable "tls_host" {
  description = "The host name of the certificate, which clients use. Its DNS record points to the balancer (output host)."
  type        = string
  default     = null

  validation {
    condition     = var.tls_host == null || can(regex("^[0-9a-z-]+(\\.[0-9a-z-]+)+$", var.tls_host))
    error_message = "tls_host must be a host name in lower case, such as api.shop.example."
  }

  validation {
    condition     = (var.tls_host == null) == (var.tls_secret == null)
    error_message = "Set both tls_host and tls_secret, or none."
  }
}

variable "service_jar" {
  description = "The jar file of the service."
  type        = string
  default     = "../atelier-service/target/atelier-service.jar"
}

variable "database_type" {
  description = "The RDS instance type of PostgreSQL and its replicas."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = startswith(var.database_type, "db.")
    error_message = "RDS instance types begin with db., such as db.t4g.medium."
  }
}

variable "database_disk" {
  description = "The disk of PostgreSQL in GB. RDS enlarges it when needed, up to five times this size."
  type        = number
  default     = 20

  validation {
    condition     = var.database_disk >= 20
    error_message = "An RDS disk must have at least 20 GB."
  }
}

variable "database_standby" {
  description = "Whether a second PostgreSQL in the other zone takes over if the first fails."
  type        = bool
  default     = true
}

variable "database_replicas" {
  description = "The number of read replicas. Nodes send their reads to them."
  type        = number
  default     = 0

  validation {
    condition     = var.database_replicas >= 0 && var.database_replicas <= 5 && floor(var.database_replicas) == var.database_replicas
    error_message = "The number of replicas must be 0 to 5."
  }

  validation {
    condition     = var.database_replicas == 0 || var.database_backup_days > 0
    error_message = "RDS creates replicas from backups: database_backup_days must be 1 or more."
  }
}

variable "database_backup_days" {
  description = "The number of days for which RDS keeps its daily backups. 0 disables backups."
  type        = number
  default     = 7

  validation {
    condition     = var.database_backup_days >= 0 && var.database_backup_days <= 35
    error_message = "database_backup_days must be 0 to 35."
  }
}

variable "database_protected" {
  description = "Whether RDS refuses to delete the database. After a deletion, it keeps the backups and a last snapshot only if this was true."
  type        = bool
  default     = true
}

variable "database_password" {
  description = "The database password. Every plan, apply and destroy needs it. No file, plan or state contains it."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = can(regex("^[0-9A-Za-z_-]{16,64}$", var.database_password))
    error_message = "The password must have 16 to 64 letters, digits, underscores and dashes: openssl rand -hex 24"
  }
}

variable "database_password_version" {
  description = "Increase this by one, together with a new database_password, to change the password."
  type        = number
  default     = 1
}

variable "alarm_email" {
  description = "The address that receives alarms. null means that nobody does, unless you subscribe to the topic in another way."
  type        = string
  default     = null

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@ ]+@[^@ ]+$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address."
  }
}

variable "log_days" {
  description = "The number of days for which CloudWatch keeps logs."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_days)
    error_message = "log_days must be a number that CloudWatch accepts: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731."
  }
}

variable "load_generators" {
  description = "The number of instances that run mvn gatling:test: 0 or 1."
  type        = number
  default     = 0

  validation {
    condition     = contains([0, 1], var.load_generators)
    error_message = "The number of load generators must be 0 or 1: two would distort each other's results."
  }
}

variable "load_type" {
  description = "The instance type of the load generator."
  type        = string
  default     = "c7g.large"
}

variable "load_source" {
  description = "The repository for the load generator, as an archive from git archive."
  type        = string
  default     = "../atelier-perf/target/atelier.tar.gz"
}
