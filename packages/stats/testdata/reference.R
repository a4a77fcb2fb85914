# Reference values for @benchwright/stats, computed by R itself (base packages only) or by brute force from the definition.
# Regenerate:  Rscript packages/stats/testdata/reference.R > packages/stats/testdata/reference.json   (made with R 4.2.2)
# A test runs this script again wherever Rscript is installed and compares its output with reference.json.

# ---- JSON without packages -------------------------------------------------------------------------------------------------------
number <- function(x) {
  ifelse(is.nan(x) | is.na(x), '"NaN"', ifelse(is.infinite(x), ifelse(x > 0, '"Infinity"', '"-Infinity"'), sprintf("%.17g", x + 0)))
}
json <- function(x) {
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ","), "]"))
    return(paste0("{", paste0('"', names(x), '":', parts, collapse = ",\n"), "}"))
  }
  if (is.character(x)) return(paste0('"', x, '"'))
  if (is.logical(x)) return(ifelse(x, "true", "false"))
  if (length(x) == 1 && !inherits(x, "AsIs")) return(number(x))
  paste0("[", paste(number(x), collapse = ","), "]")
}

# ---- data ------------------------------------------------------------------------------------------------------------------------
data <- list(
  five = c(12.1, 9.7, 15.3, 11.0, 10.4),
  latencies = c(203.1, 198.4, 251.9, 187.2, 305.6, 221.8, 199.9, 243.3, 1204.7, 231.5, 208.8, 194.6,
                267.1, 215.2, 189.9, 228.7, 412.3, 205.5, 219.4, 236.2, 192.8, 259.6, 201.7),
  # Ten pairs as trials give them, differences all different and none zero.
  before = c(101.3, 98.2, 110.7, 95.1, 104.9, 99.6, 107.3, 93.8, 102.2, 100.5),
  after = c(104.1, 99.9, 109.2, 101.6, 110.8, 100.2, 113.5, 95.9, 101.1, 105.8),
  # Two unpaired samples without ties.
  left = c(5.1, 7.3, 6.2, 9.8, 4.4, 8.7, 6.9),
  right = c(8.1, 10.2, 9.9, 7.7, 12.5, 6.6, 11.3, 9.1, 10.8),
  # With ties, within and between.
  tiedLeft = c(1, 2, 2, 3, 3, 3),
  tiedRight = c(2, 3, 4, 4, 5),
  # Pairs with zeros and ties among the differences: 0 0 1 1 -1 2 2 3 -2 5 4
  tiedBefore = c(10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20),
  tiedAfter = c(10, 11, 13, 14, 13, 17, 18, 20, 16, 24, 24),
  series = c(9.1, 7.4, 6.2, 5.5, 5.2, 5.05, 4.9, 5.1, 5.0, 4.95, 5.02, 5.08, 4.93, 5.01, 4.97, 5.06, 4.99, 5.03, 4.96, 5.04,
             5.07, 4.94, 5.09, 4.98)
)
set.seed(20261121)
data$bigLeft <- round(rnorm(60, 100, 8))
data$bigRight <- round(rnorm(55, 104, 8))
data$longBefore <- round(rexp(230, 1 / 50), 1)
data$longAfter <- round(data$longBefore + rnorm(230, 1, 6), 1)
data$rising <- round(1:40 * 0.3 + rnorm(40, 0, 4), 4)
attach(data)

# ---- distributions -----------------------------------------------------------------------------------------------------------------
z <- c(-38, -30, -12.5, -8, -5.7, -5.6, -3, -1, -0.67, -0.1, 0, 0.3, 0.7, 2, 5, 7)
p <- c(1e-300, 1e-20, 1e-5, 0.01, 0.07, 0.2, 0.5, 0.7, 0.93, 0.999)
t_grid <- expand.grid(x = c(-40, -5, -2, -0.5, -1e-6, 0, 1, 3), df = c(0.3, 1, 2, 2.5, 5, 30, 1000, 99000))
tq_grid <- expand.grid(x = c(1e-12, 0.005, 0.025, 0.4, 0.75, 0.975, 0.9995), df = c(1, 2, 3.7, 10, 29, 1000, 90000))
b_grid <- data.frame(k = c(3, 0, 10, 50, 490, 9900, 98990, 499000, 20, 0), n = c(10, 10, 10, 100, 1000, 10000, 1e5, 1e6, 1e6, 5000),
                     p = c(0.3, 0.5, 0.9, 0.5, 0.5, 0.99, 0.99, 0.5, 1e-5, 0.001))
q_grid <- expand.grid(x = c(0.001, 0.025, 0.5, 0.9, 0.9999), n = c(1, 7, 100, 5000), p = c(0.01, 0.5, 0.99))
i_grid <- data.frame(x = c(0.1, 0.5, 0.99, 1e-8, 0.3, 0.5, 0.29, 0.999, 0.7), a = c(0.5, 2, 200, 0.3, 1e5, 1e-3, 1e5, 5000, 30),
                     b = c(0.5, 3, 3, 7, 2.4e5, 1e3, 2.4e5, 2, 0.5))
distributions <- list(
  normalCdf = list(x = z, value = pnorm(z)),
  normalQuantile = list(x = p, value = qnorm(p)),
  studentTCdf = list(x = t_grid$x, df = t_grid$df, value = pt(t_grid$x, t_grid$df)),
  studentTQuantile = list(x = tq_grid$x, df = tq_grid$df, value = qt(tq_grid$x, tq_grid$df)),
  binomialCdf = list(k = b_grid$k, n = b_grid$n, p = b_grid$p, value = pbinom(b_grid$k, b_grid$n, b_grid$p)),
  binomialPmf = list(k = b_grid$k, n = b_grid$n, p = b_grid$p, value = dbinom(b_grid$k, b_grid$n, b_grid$p)),
  binomialQuantile = list(x = q_grid$x, n = q_grid$n, p = q_grid$p, value = qbinom(q_grid$x, q_grid$n, q_grid$p)),
  incompleteBeta = list(x = i_grid$x, a = i_grid$a, b = i_grid$b, value = pbeta(i_grid$x, i_grid$a, i_grid$b))
)

# ---- quantiles -------------------------------------------------------------------------------------------------------------------
probabilities <- c(0, 0.01, 0.1, 0.25, 0.29, 0.5, 0.75, 0.9, 0.95, 0.99, 1)
quantiles <- list(
  probabilities = probabilities,
  latencies = lapply(1:9, function(type) unname(quantile(latencies, probabilities, type = type))),
  five = lapply(1:9, function(type) unname(quantile(five, probabilities, type = type))),
  right = lapply(1:9, function(type) unname(quantile(right, probabilities, type = type)))
)
order_statistic <- function(x, q, level) {
  # The definition, by trying all ranks: equal tails, each at most half of the error.
  n <- length(x)
  low <- max(0, which(pbinom(0:(n - 1), n, q) <= (1 - level) / 2))
  high <- min(n + 1, which(1 - pbinom(0:(n - 1), n, q) <= (1 - level) / 2))
  ends <- c(-Inf, sort(x), Inf)
  below <- if (low == 0) 0 else pbinom(low - 1, n, q)
  above <- if (high == n + 1) 0 else 1 - pbinom(high - 1, n, q)
  list(q = q, level = level, interval = c(ends[low + 1], ends[high + 1]), confidence = 1 - below - above)
}
order_statistics <- list(
  order_statistic(latencies, 0.5, 0.95), order_statistic(latencies, 0.5, 0.99), order_statistic(latencies, 0.25, 0.9),
  order_statistic(latencies, 0.7, 0.8), order_statistic(longBefore, 0.9, 0.95), order_statistic(longBefore, 0.5, 0.999)
)

# ---- t intervals and ratios ------------------------------------------------------------------------------------------------------
from_t <- function(t) {
  list(interval = c(t$conf.int), df = unname(t$parameter), statistic = unname(t$statistic), pValue = t$p.value)
}
fieller <- function(from, to, level, paired) {
  # The definition: the ratios rho whose hypothesis mean(to) = rho * mean(from) is not rejected, ends by root finding.
  n <- length(from)
  df <- if (paired) n - 1 else {
    rho <- mean(to) / mean(from)
    u <- rho^2 * var(from) / length(from); v <- var(to) / length(to)
    (u + v)^2 / (u^2 / (length(from) - 1) + v^2 / (length(to) - 1))
  }
  critical <- qt((1 + level) / 2, df)
  excess <- function(rho) {
    variance <- if (paired) var(to - rho * from) / n else rho^2 * var(from) / length(from) + var(to) / length(to)
    (mean(to) - rho * mean(from))^2 - critical^2 * variance
  }
  middle <- mean(to) / mean(from)
  list(estimate = middle, interval = c(uniroot(excess, c(middle - 2, middle), tol = 1e-14)$root,
                                       uniroot(excess, c(middle, middle + 2), tol = 1e-14)$root))
}
t_tests <- list(
  mean95 = from_t(t.test(latencies)), mean99 = from_t(t.test(latencies, conf.level = 0.99)), meanFive = from_t(t.test(five)),
  paired = from_t(t.test(after, before, paired = TRUE)), pairedNinety = from_t(t.test(after, before, paired = TRUE, conf.level = 0.9)),
  welch = from_t(t.test(right, left)), welchNinetyNine = from_t(t.test(right, left, conf.level = 0.99)),
  pairedLog = from_t(t.test(log(after), log(before), paired = TRUE)), welchLog = from_t(t.test(log(right), log(left))),
  fieller = fieller(left, right, 0.95, FALSE), fiellerPaired = fieller(before, after, 0.95, TRUE)
)

# ---- the bootstrap with all n^n resamples ------------------------------------------------------------------------------------------
all_resamples <- function(x) as.matrix(do.call(expand.grid, rep(list(x), length(x))))
ideal_bootstrap <- function(x, statistic, level) {
  values <- sort(apply(all_resamples(x), 1, statistic))
  estimate <- statistic(x)
  z0 <- qnorm((sum(values < estimate - 1e-9) + sum(abs(values - estimate) <= 1e-9) / 2) / length(values))
  jackknife <- vapply(seq_along(x), function(i) statistic(x[-i]), 0)
  d <- mean(jackknife) - jackknife
  a <- sum(d^3) / (6 * sum(d^2)^1.5)
  zq <- qnorm(c((1 - level) / 2, (1 + level) / 2))
  tails <- pnorm(z0 + (z0 + zq) / (1 - a * (z0 + zq)))
  list(level = level, tails = tails,
       percentile = unname(quantile(values, c((1 - level) / 2, (1 + level) / 2), type = 6)),
       bca = unname(quantile(values, tails, type = 6)))
}
six <- latencies[4:9]
bootstraps <- list(samples = six, mean = ideal_bootstrap(six, mean, 0.9), meanSmall = ideal_bootstrap(five, mean, 0.9),
                   sd = ideal_bootstrap(six, sd, 0.8))

# ---- rank tests --------------------------------------------------------------------------------------------------------------------
from_w <- function(w) {
  list(statistic = unname(w$statistic), pValue = w$p.value,
       estimate = if (is.null(w$estimate)) NaN else unname(w$estimate), interval = if (is.null(w$conf.int)) c(NaN, NaN) else c(w$conf.int),
       confidence = if (is.null(w$conf.int)) NaN else attr(w$conf.int, "conf.level"))
}
permuted_rank_sum <- function(x, y) {
  # All ways of choosing which ranks are y's.
  ranks <- rank(c(x, y))
  sums <- combn(length(ranks), length(y), function(chosen) sum(ranks[chosen]))
  observed <- sum(ranks[length(x) + seq_along(y)])
  mean(abs(sums - mean(sums)) >= abs(observed - mean(sums)) - 1e-9)
}
signs <- function(n) as.matrix(do.call(expand.grid, rep(list(c(0, 1)), n)))
permuted_signed_rank <- function(d, zeros) {
  ranks <- if (zeros == "drop") rank(abs(d[d != 0])) else rank(abs(d))[d != 0]
  positive <- d[d != 0] > 0
  sums <- as.vector(signs(length(ranks)) %*% ranks)
  list(statistic = sum(ranks[positive]), pValue = mean(abs(sums - sum(ranks) / 2) >= abs(sum(ranks[positive]) - sum(ranks) / 2) - 1e-9))
}
pratt_normal <- function(d) {
  ranks <- rank(abs(d))[d != 0]
  distance <- abs(sum(ranks[d[d != 0] > 0]) - sum(ranks) / 2) - 0.5
  2 * pnorm(-distance / sqrt(sum(ranks^2) / 4))
}
normal_shift <- function(values, variance, level) {
  # The rank interval by normal approximation with continuity correction, from the list of all pair values.
  values <- sort(values)
  total <- length(values)
  rank <- floor(total / 2 + qnorm((1 - level) / 2) * sqrt(variance) + 0.5)
  list(estimate = median(values), interval = c(values[rank], values[total + 1 - rank]))
}
walsh <- function(d) { w <- outer(d, d, "+") / 2; w[upper.tri(w, diag = TRUE)] }
exact_shift <- function(x, y, level) {
  # wilcox.test states the asked confidence; the achieved one is in the distribution of U.
  rank <- qwilcox((1 - level) / 2, length(x), length(y))
  if (pwilcox(rank, length(x), length(y)) <= (1 - level) / 2) rank <- rank + 1
  1 - 2 * pwilcox(rank - 1, length(x), length(y))
}
exact_paired_shift <- function(n, level) {
  rank <- qsignrank((1 - level) / 2, n)
  if (psignrank(rank, n) <= (1 - level) / 2) rank <- rank + 1
  1 - 2 * psignrank(rank - 1, n)
}
d <- tiedAfter - tiedBefore
long_d <- longAfter - longBefore
n_long <- length(long_d)
rank_tests <- list(
  exact = from_w(wilcox.test(right, left, conf.int = TRUE, exact = TRUE)),
  exactNinety = from_w(wilcox.test(right, left, conf.int = TRUE, exact = TRUE, conf.level = 0.9)),
  exactConfidence = exact_shift(left, right, 0.95), exactConfidenceNinety = exact_shift(left, right, 0.9),
  tied = list(pValue = permuted_rank_sum(tiedLeft, tiedRight), statistic = unname(suppressWarnings(wilcox.test(tiedRight, tiedLeft))$statistic)),
  tiedShifted = list(pValue = permuted_rank_sum(tiedLeft, tiedRight + 1)),
  big = from_w(wilcox.test(bigRight, bigLeft, exact = FALSE, correct = TRUE)),
  bigShift = normal_shift(outer(bigRight, bigLeft, "-"), 60 * 55 * 116 / 12, 0.95),
  pairedExact = from_w(wilcox.test(after, before, paired = TRUE, conf.int = TRUE, exact = TRUE)),
  pairedExactConfidence = exact_paired_shift(10, 0.95),
  pairedSixty = list(pValue = wilcox.test(seq(-9.7, by = 0.5123, length.out = 60), exact = TRUE)$p.value, confidence = exact_paired_shift(60, 0.95)),
  pairedTied = permuted_signed_rank(d, "drop"), pairedTiedPratt = permuted_signed_rank(d, "pratt"),
  pairedLong = from_w(wilcox.test(longAfter, longBefore, paired = TRUE, exact = FALSE, correct = TRUE)),
  pairedLongPratt = pratt_normal(long_d),
  pairedLongShift = normal_shift(walsh(long_d), n_long * (n_long + 1) * (2 * n_long + 1) / 24, 0.95)
)

# ---- permutation of pairs ----------------------------------------------------------------------------------------------------------
permuted_mean <- function(d, level) {
  subsets <- signs(length(d))[-1, ]
  sums <- c(0, as.vector(subsets %*% d))
  means <- sort(as.vector(subsets %*% d) / rowSums(subsets))
  rank <- floor(2^length(d) * (1 - level) / 2)
  list(pValue = mean(abs(sum(d) - 2 * sums) >= abs(sum(d)) - 1e-9),
       interval = c(means[rank], means[length(means) + 1 - rank]), confidence = 1 - 2 * rank / 2^length(d))
}
permutations <- list(pairs = permuted_mean(after - before, 0.95), tied = permuted_mean(d, 0.9))

# ---- proportions -------------------------------------------------------------------------------------------------------------------
wilson <- function(s, n, level = 0.95) c(suppressWarnings(prop.test(s, n, correct = FALSE, conf.level = level))$conf.int)
exact <- function(s, n, level = 0.95) c(binom.test(s, n, conf.level = level)$conf.int)
newcombe <- function(s1, n1, s2, n2) {
  p1 <- s1 / n1; p2 <- s2 / n2; w1 <- wilson(s1, n1); w2 <- wilson(s2, n2)
  c(p2 - p1 - sqrt((p2 - w2[1])^2 + (w1[2] - p1)^2), p2 - p1 + sqrt((w2[2] - p2)^2 + (p1 - w1[1])^2))
}
proportions <- list(
  cases = list(list(successes = 7, n = 50, level = 0.95, wilson = wilson(7, 50), exact = exact(7, 50)),
               list(successes = 1, n = 1000, level = 0.99, wilson = wilson(1, 1000, 0.99), exact = exact(1, 1000, 0.99)),
               list(successes = 0, n = 25, level = 0.95, wilson = wilson(0, 25), exact = exact(0, 25)),
               list(successes = 25, n = 25, level = 0.9, wilson = wilson(25, 25, 0.9), exact = exact(25, 25, 0.9)),
               list(successes = 49990, n = 50000, level = 0.95, wilson = wilson(49990, 50000), exact = exact(49990, 50000))),
  differences = list(list(from = c(48, 80), to = c(56, 70), interval = newcombe(48, 80, 56, 70)),
                     list(from = c(10, 10), to = c(0, 10), interval = newcombe(10, 10, 0, 10)),
                     list(from = c(3, 1000), to = c(9, 900), interval = newcombe(3, 1000, 9, 900)))
)

# ---- effects, adjustment, spread -----------------------------------------------------------------------------------------------------
cliff <- function(from, to, level) {
  m <- length(from); n <- length(to)
  cells <- sign(outer(to, from, "-"))
  delta <- mean(cells)
  variance <- (m^2 * sum((rowMeans(cells) - delta)^2) + n^2 * sum((colMeans(cells) - delta)^2) - sum((cells - delta)^2)) / (m * n * (m - 1) * (n - 1))
  variance <- max(variance, (1 - delta^2) / (m * n - 1))
  t <- qt((1 + level) / 2, m + n - 2)
  # Feng and Cliff's closed form, and Newcombe's method 5 by root finding; the wider at each end.
  ends <- (delta - delta^3 + c(-1, 1) * t * sqrt(variance) * sqrt(1 - 2 * delta^2 + delta^4 + t^2 * variance)) / (1 - delta^2 + t^2 * variance)
  theta <- (1 + delta) / 2
  z <- qnorm((1 + level) / 2)
  half <- (m + n) / 2
  excess <- function(x) (theta - x)^2 - z^2 * x * (1 - x) * (1 + (half - 1) * (1 - x) / (2 - x) + (half - 1) * x / (1 + x)) / (m * n)
  score <- 2 * c(uniroot(excess, c(1e-9, theta), tol = 1e-15)$root, uniroot(excess, c(theta, 1 - 1e-9), tol = 1e-15)$root) - 1
  list(delta = delta, interval = c(min(ends[1], score[1]), max(ends[2], score[2])))
}
adjust <- c(0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216, 0.222, 0.251, 0.269, 0.275, 0.34, 0.341, 0.384, 0.569, 0.594,
            0.696, 0.762, 0.94, 0.942, 0.975, 0.986)
quartiles <- unname(quantile(latencies, c(0.25, 0.75)))
effects <- list(
  cliff = cliff(left, right, 0.95), cliffTied = cliff(tiedLeft, tiedRight, 0.9), cliffBig = cliff(bigLeft, bigRight, 0.95),
  adjust = adjust, adjusted = p.adjust(adjust, "BH"), adjustedTies = p.adjust(c(0.04, 0.01, 0.04, 1, 0), "BH"),
  fences = c(quartiles[1] - c(3, 1.5) * diff(quartiles), quartiles[2] + c(1.5, 3) * diff(quartiles)),
  modifiedZ = 0.6744897501960817 * (latencies - median(latencies)) / mad(latencies, constant = 1)
)

# ---- series ----------------------------------------------------------------------------------------------------------------------
kendall <- function(x) {
  k <- cor.test(seq_along(x), x, method = "kendall", exact = TRUE)
  s <- sum(sign(outer(x, x, "-"))[lower.tri(diag(length(x)))])
  list(statistic = s, pValue = k$p.value)
}
sen <- function(x, level) {
  n <- length(x)
  i <- combn(n, 2)
  slopes <- sort((x[i[2, ]] - x[i[1, ]]) / (i[2, ] - i[1, ]))
  # C_pKendall gives P(concordant pairs <= q).
  cumulative <- .Call(stats:::C_pKendall, as.double(0:(length(slopes) - 1)), n)
  rank <- sum(cumulative <= (1 - level) / 2)
  list(estimate = median(slopes), interval = c(slopes[rank], slopes[length(slopes) + 1 - rank]), confidence = 1 - 2 * cumulative[rank])
}
mser <- function(x) {
  cuts <- 0:floor(length(x) / 2)
  errors <- vapply(cuts, function(cut) { rest <- x[(cut + 1):length(x)]; sum((rest - mean(rest))^2) / length(rest)^2 }, 0)
  cuts[which.min(errors)]
}
tied_series <- c(3, 3, 4, 5, 5, 5, 6, 4, 7, 7, 8, 6)
series_tests <- list(
  kendall = kendall(rising), kendallShort = kendall(after), sen = sen(rising, 0.95), senShort = sen(after, 0.9),
  tiedSeries = tied_series, kendallTied = cor.test(seq_along(tied_series), tied_series, method = "kendall", exact = FALSE, continuity = TRUE)$p.value,
  mser = mser(series), mserMean = mean(series[-seq_len(mser(series))])
)

cat(json(list(
  data = data, distributions = distributions, quantiles = quantiles, orderStatistics = order_statistics, tTests = t_tests,
  moments = list(mean = mean(latencies), variance = var(latencies)), bootstraps = bootstraps, rankTests = rank_tests,
  permutations = permutations, proportions = proportions, effects = effects, series = series_tests
)), "\n", sep = "")
