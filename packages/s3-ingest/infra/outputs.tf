output "functions" {
  description = "Names of the functions, sorted."
  value       = sort(keys(local.functions))
}

output "function_prefix" {
  description = "For benchwright s3 run --function-prefix."
  value       = local.name_base
}

output "bucket_name" {
  description = "For --bucket."
  value       = aws_s3_bucket.objects.bucket
}

output "runner_policy_arn" {
  description = "Policy to attach to whoever runs the experiment."
  value       = aws_iam_policy.runner.arn
}
