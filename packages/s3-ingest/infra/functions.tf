data "archive_file" "handler" {
  type        = "zip"
  source_file = var.handler_file != null ? var.handler_file : "${path.module}/../dist/lambda/handler.mjs"
  output_path = "${path.module}/.build/handler.zip"
}

resource "aws_lambda_function" "cell" {
  for_each = local.functions

  function_name    = each.key
  role             = aws_iam_role.function.arn
  runtime          = var.runtime
  handler          = "handler.handler"
  filename         = data.archive_file.handler.output_path
  source_code_hash = data.archive_file.handler.output_base64sha256
  architectures    = [var.architecture]
  memory_size      = each.value[0].memory_mb
  timeout          = var.timeout_sec

  # -1 is AWS's word for unreserved.
  reserved_concurrent_executions = each.value[0].reserved == 0 ? -1 : each.value[0].reserved

  environment {
    variables = merge(
      {
        OUTPUT_BUCKET        = aws_s3_bucket.objects.bucket
        WORKLOAD             = each.value[0].workload
        MEMORY_MB            = tostring(each.value[0].memory_mb)
        RESERVED_CONCURRENCY = tostring(each.value[0].reserved)
        EVENT_BYTES          = tostring(var.event_bytes)
        QUEUE_SIZE           = tostring(var.queue_size)
        CHECKSUM_MODE        = each.value[0].checksum
        PAYLOAD_SIGNING      = each.value[0].signing

        (local.factor_variable[each.value[0].workload]) = tostring(each.value[0].factor)
      },
      { for workload in ["batch"] : "OBJECT_MB" => tostring(var.object_mb) if workload == each.value[0].workload },
    )
  }

  # Text: with Lambda's JSON format the log line would be wrapped, and CloudWatch would find no metrics in it.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.function[each.key].name
  }

  depends_on = [terraform_data.design, aws_iam_role_policy.function]
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.functions

  name              = "/aws/lambda/${each.key}"
  retention_in_days = var.log_days
}
