# One role for all functions: they differ in nothing that permissions are about.
data "aws_iam_policy_document" "assume" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "function" {
  name_prefix        = local.name_base
  assume_role_policy = data.aws_iam_policy_document.assume.json
}

# Creating and completing a multipart upload is s3:PutObject as well. Nothing may be read, listed or deleted.
data "aws_iam_policy_document" "function" {
  statement {
    sid       = "WriteObjects"
    actions   = ["s3:PutObject", "s3:AbortMultipartUpload"]
    resources = [for workload in var.workloads : "${aws_s3_bucket.objects.arn}/${workload}/*"]
  }

  statement {
    sid       = "WriteLogs"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = [for group in aws_cloudwatch_log_group.function : "${group.arn}:*"]
  }
}

resource "aws_iam_role_policy" "function" {
  name   = "write"
  role   = aws_iam_role.function.id
  policy = data.aws_iam_policy_document.function.json
}

# For whoever runs `benchwright s3 run`: attach it to their user or role. It can measure, and change nothing.
data "aws_iam_policy_document" "runner" {
  statement {
    sid       = "Invoke"
    actions   = ["lambda:InvokeFunction", "lambda:GetFunctionConfiguration"]
    resources = [for cell in aws_lambda_function.cell : cell.arn]
  }

  # These have no resource to be restricted to.
  statement {
    sid       = "FindAndAwait"
    actions   = ["lambda:ListFunctions", "logs:GetQueryResults", "logs:StopQuery"]
    resources = ["*"]
  }

  statement {
    sid       = "Query"
    actions   = ["logs:StartQuery"]
    resources = [for group in aws_cloudwatch_log_group.function : "${group.arn}:*"]
  }

  statement {
    sid       = "CheckBucket"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.objects.arn]
  }
}

resource "aws_iam_policy" "runner" {
  name_prefix = "${local.name_base}runner-"
  policy      = data.aws_iam_policy_document.runner.json
}
