locals {
  name_base = var.name_base != null ? var.name_base : (var.naming == "full" ? "ingest-" : "s3-experiment-")

  factors = {
    events = var.batch_events
    batch  = var.part_mb
  }

  factor_variable = {
    events = "BATCH_EVENTS"
    batch  = "MULTIPART_MB"
  }

  factor_letter = {
    events = "b"
    batch  = "p"
  }

  # What is not in the original's design stands behind its names, and only where it differs from what the SDK does by itself.
  checksum_suffix = {
    WHEN_SUPPORTED = ""
    WHEN_REQUIRED  = "-required"
  }

  signing_suffix = {
    signed   = ""
    unsigned = "-unsigned"
  }

  cells = flatten([
    for workload in var.workloads : [
      for memory_mb in var.memory_mb : [
        for factor in local.factors[workload] : [
          for reserved in var.reserved_concurrency : [
            for checksum in var.checksum_modes : [
              for signing in var.payload_signings : {
                workload  = workload
                memory_mb = memory_mb
                factor    = factor
                reserved  = reserved
                checksum  = checksum
                signing   = signing
                name = format("%s%s%s",
                  var.naming == "full"
                  ? format("%s%s-m%d-%s%d-rc%d", local.name_base, workload, memory_mb, local.factor_letter[workload], factor, reserved)
                  : format("%s%s-%dmb-%d", local.name_base, workload, memory_mb, factor),
                  local.checksum_suffix[checksum],
                  local.signing_suffix[signing],
                )
              }
            ]
          ]
        ]
      ]
    ]
  ])

  functions      = { for cell in local.cells : cell.name => cell... }
  reserved_total = sum([for cell in local.cells : cell.reserved])
}

# Said before anything is made: what AWS would refuse half way through, or what would be measured under a wrong name.
resource "terraform_data" "design" {
  input = sort(keys(local.functions))

  lifecycle {
    precondition {
      condition     = length(local.functions) == length(local.cells)
      error_message = "Two functions of the design have one name: short names need a single reserved concurrency, and lists must not repeat a value."
    }
    precondition {
      condition     = local.reserved_total <= var.account_concurrency - 100
      error_message = "The design reserves more concurrency than the account has beside the 100 that must stay unreserved: deploy one workload at a time, reserve less, or have the quota raised and set account_concurrency."
    }
  }
}
