variable "name" {
  description = "What everything is called; a second cluster in the same account and region needs another."
  type        = string
  default     = "atelier"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,18}[a-z0-9]$", var.name)) && !strcontains(var.name, "--")
    error_message = "The name is 3 to 20 lower-case letters, digits and single dashes, and begins with a letter."
  }
}

variable "region" {
  description = "Where the cluster runs."
  type        = string
  default     = "us-east-1"
}

variable "network_cidr" {
  description = "The addresses of the cluster's own network."
  type        = string
  default     = "10.42.0.0/16"

  validation {
    condition     = can(cidrsubnet(var.network_cidr, 8, 0)) && can(regex("/(1[6-9]|20)$", var.network_cidr))
    error_message = "The network is an IPv4 range of size /16 to /20, such as 10.42.0.0/16."
  }
}

variable "client_cidrs" {
  description = "Who may ask NGINX."
  type        = list(string)
  default     = ["0.0.0.0/0"]

  validation {
    condition     = length(var.client_cidrs) > 0 && alltrue([for range in var.client_cidrs : can(cidrnetmask(range))])
    error_message = "Clients are given as IPv4 ranges, such as [\"203.0.113.0/24\"]."
  }
}

variable "architecture" {
  description = "The processors' architecture, arm64 or x86_64; the instance types must have it."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "The architecture is arm64 or x86_64."
  }
}

variable "nodes" {
  description = "How many service instances stand behind NGINX."
  type        = number
  default     = 3

  validation {
    condition     = var.nodes >= 1 && var.nodes <= 20 && floor(var.nodes) == var.nodes
    error_message = "There are 1 to 20 nodes."
  }
}

variable "node_type" {
  description = "The instance type of a node."
  type        = string
  default     = "t4g.small"
}

variable "node_settings" {
  description = "Further settings of the service, variables of config.yml such as { CACHE_SIZE = \"256MiB\" }."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.node_settings : can(regex("^[A-Z][A-Z_]*$", name)) && !can(regex("['\n\\\\]", value))])
    error_message = "Names of settings are upper-case letters and underscores, values have no quotes, backslashes or line ends."
  }

  validation {
    condition = length(setintersection(keys(var.node_settings), [
      "DATABASE_URL", "DATABASE_USER", "DATABASE_PASSWORD", "WRITE_TOKENS", "HTTP_PORT", "HTTP_HOST", "ADMIN_HOST", "DRAIN_WAIT", "DRAIN_LIMIT"
    ])) == 0
    error_message = "The database, ports, hosts and the drain are given by the cluster: nodes.tf and instance/atelier.service. Tokens would stand in the state and in user data: put them into a file on the nodes, WRITE_TOKENS_FILE."
  }
}

variable "nginx_type" {
  description = "The instance type of NGINX."
  type        = string
  default     = "t4g.small"
}

variable "nginx_settings" {
  description = "Further settings of NGINX, variables of nginx/settings.envsh such as { NGINX_CLIENT_RATE = \"20000\" }."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name, value in var.nginx_settings : can(regex("^(NGINX|NODE|LOADERIO)_[A-Z_]+$", name)) && !can(regex("['\n\\\\]", value))])
    error_message = "Names begin with NGINX_, NODE_ or LOADERIO_, values have no quotes, backslashes or line ends."
  }

  validation {
    condition = length(setintersection(keys(var.nginx_settings), [
      "NGINX_PORT", "NGINX_TLS", "NGINX_TLS_PORT", "NGINX_TLS_CERTIFICATE", "NGINX_TLS_KEY", "NGINX_RESOLVE", "NGINX_STATUS_ADDRESS"
    ])) == 0
    error_message = "Ports and nodes are given by the cluster, TLS by tls_secret: nginx.tf."
  }
}

variable "tls_secret" {
  description = "The ARN of a secret that holds one PEM file, the certificate's chain and its key; null for plain HTTP."
  type        = string
  default     = null

  validation {
    condition     = var.tls_secret == null || can(regex("^arn:[a-z-]+:secretsmanager:", var.tls_secret))
    error_message = "The certificate's secret is named by its ARN, arn:aws:secretsmanager:…"
  }
}

variable "service_jar" {
  description = "The packaged service."
  type        = string
  default     = "../atelier-service/target/atelier-service.jar"
}

variable "database_type" {
  description = "The instance type of PostgreSQL and its replicas."
  type        = string
  default     = "db.t4g.medium"

  validation {
    condition     = startswith(var.database_type, "db.")
    error_message = "RDS's instance types begin with db., such as db.t4g.medium."
  }
}

variable "database_disk" {
  description = "PostgreSQL's disk in GB; it grows by itself up to five times that."
  type        = number
  default     = 20

  validation {
    condition     = var.database_disk >= 20
    error_message = "RDS's disks have 20 GB or more."
  }
}

variable "database_standby" {
  description = "Whether a second PostgreSQL in the other zone takes over if the first is lost."
  type        = bool
  default     = false
}

variable "database_replicas" {
  description = "How many read replicas take the nodes' reading statements."
  type        = number
  default     = 0

  validation {
    condition     = var.database_replicas >= 0 && var.database_replicas <= 5 && floor(var.database_replicas) == var.database_replicas
    error_message = "There are 0 to 5 replicas."
  }

  validation {
    condition     = var.database_replicas == 0 || var.database_backup_days > 0
    error_message = "RDS makes replicas from backups: database_backup_days must be 1 or more."
  }
}

variable "database_backup_days" {
  description = "For how many days RDS keeps its daily backups; 0 for none."
  type        = number
  default     = 7

  validation {
    condition     = var.database_backup_days >= 0 && var.database_backup_days <= 35
    error_message = "RDS keeps backups for 0 to 35 days."
  }
}

variable "database_protected" {
  description = "Whether the database refuses to be deleted, and leaves a snapshot when it is."
  type        = bool
  default     = false
}

variable "database_password" {
  description = "The database's password, needed by every plan, apply and destroy. In no file, plan or state."
  type        = string
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = can(regex("^[0-9A-Za-z_-]{16,64}$", var.database_password))
    error_message = "The password is 16 to 64 letters, digits, underscores and dashes: openssl rand -hex 24"
  }
}

variable "database_password_version" {
  description = "Raised by one, together with a new database_password, to change it."
  type        = number
  default     = 1
}

variable "load_generators" {
  description = "0 or 1 instance that runs mvn gatling:test."
  type        = number
  default     = 0

  validation {
    condition     = contains([0, 1], var.load_generators)
    error_message = "There is one load generator or none: two would disturb each other's figures."
  }
}

variable "load_type" {
  description = "The instance type of the load generator."
  type        = string
  default     = "c7g.large"
}

variable "load_source" {
  description = "The repository as git archive writes it, for the load generator."
  type        = string
  default     = "../atelier-perf/target/atelier.tar.gz"
}
