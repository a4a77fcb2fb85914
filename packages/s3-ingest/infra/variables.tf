# The design: the same values as in config/s3-ingest.yaml. Every list is a factor, and every combination is a function.

variable "workloads" {
  description = "events: many small events in one object. batch: large objects. Both at once reserve more than a new account has."
  type        = list(string)
  default     = ["events"]

  validation {
    condition     = length(var.workloads) > 0 && alltrue([for w in var.workloads : contains(["events", "batch"], w)])
    error_message = "Workloads are events and batch."
  }
}

variable "memory_mb" {
  description = "Memory of the functions, MB. Their share of a CPU follows from it."
  type        = list(number)
  default     = [512, 1024, 2048]

  validation {
    condition     = alltrue([for m in var.memory_mb : m >= 128 && m <= 10240])
    error_message = "Lambda takes 128 to 10240 MB."
  }
}

variable "batch_events" {
  description = "Events in one object, in the events workload."
  type        = list(number)
  default     = [1, 10, 100]
}

variable "part_mb" {
  description = "Size of a part in a multipart upload, in the batch workload; MB of 1,048,576 bytes."
  type        = list(number)
  default     = [8, 32, 64]

  validation {
    condition     = alltrue([for p in var.part_mb : p >= 5 && p <= 5120])
    error_message = "S3 takes parts of 5 to 5120 MB."
  }
}

variable "reserved_concurrency" {
  description = "Reserved concurrency; 0 is unreserved, as in the original study (on AWS itself 0 would stop every invocation)."
  type        = list(number)
  default     = [0, 10, 50]
}

variable "checksum_modes" {
  description = "Checksums that the SDK adds: WHEN_SUPPORTED (always) or WHEN_REQUIRED."
  type        = list(string)
  default     = ["WHEN_SUPPORTED"]
}

variable "payload_signings" {
  description = "Whether the SHA-256 of the body goes into the signature: signed or unsigned."
  type        = list(string)
  default     = ["signed"]
}

variable "event_bytes" {
  description = "Bytes of one event."
  type        = number
  default     = 1024
}

variable "object_mb" {
  description = "Size of a batch object, MB."
  type        = number
  default     = 100
}

variable "queue_size" {
  description = "Parts of one upload in flight at once."
  type        = number
  default     = 4
}

variable "timeout_sec" {
  description = "How long one invocation may take."
  type        = number
  default     = 60
}

# What the functions are called, and what they run on.

variable "naming" {
  description = "full: ingest-events-m512-b10-rc10. short: s3-experiment-events-512mb-10, which cannot tell reserved concurrencies apart."
  type        = string
  default     = "full"

  validation {
    condition     = contains(["full", "short"], var.naming)
    error_message = "Naming is full or short."
  }
}

variable "name_base" {
  description = "What stands before the workload in every name, its hyphen included; null: ingest- for full, s3-experiment- for short names."
  type        = string
  default     = null
}

variable "architecture" {
  description = "x86_64 or arm64."
  type        = string
  default     = "x86_64"

  validation {
    condition     = contains(["x86_64", "arm64"], var.architecture)
    error_message = "Architecture is x86_64 or arm64."
  }
}

variable "runtime" {
  description = "Lambda's runtime; it brings the AWS SDK that the handler uses."
  type        = string
  default     = "nodejs22.x"
}

variable "handler_file" {
  description = "The handler as built; null: that of this package (pnpm build)."
  type        = string
  default     = null
}

# Where it is, and how long it stays.

variable "region" {
  description = "The AWS region of functions and bucket."
  type        = string
  default     = "us-east-1"
}

variable "bucket" {
  description = "Name of the bucket that is made for the objects; bucket names are unique in the world."
  type        = string
}

variable "object_days" {
  description = "Days after which objects are deleted: they cost storage and nobody reads them."
  type        = number
  default     = 1
}

variable "log_days" {
  description = "Days that logs are kept; queries need them. One of the values that CloudWatch takes."
  type        = number
  default     = 14

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731], var.log_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731 days."
  }
}

variable "account_concurrency" {
  description = "Concurrent executions that the account may have in the region; 100 of them must stay unreserved."
  type        = number
  default     = 1000
}
