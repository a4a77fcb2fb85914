# Reference values for the analysis of variance in @benchwright/stats, computed by R: car::Anova where it can (no empty
# cells), comparisons of models in base R everywhere, which must agree with it.
# Regenerate:  Rscript packages/stats/testdata/anova.R > packages/stats/testdata/anova.json   (made with R 4.2.2, car 3.1-1)
# A test runs this script again wherever Rscript is installed; without car the comparisons of models stand alone.

number <- function(x) {
  ifelse(is.nan(x) | is.na(x), '"NaN"', ifelse(is.infinite(x), ifelse(x > 0, '"Infinity"', '"-Infinity"'), sprintf("%.17g", x + 0)))
}
json <- function(x) {
  if (is.list(x)) {
    parts <- vapply(x, json, "")
    if (is.null(names(x))) return(paste0("[", paste(parts, collapse = ","), "]"))
    return(paste0("{", paste0('"', names(x), '":', parts, collapse = ",\n"), "}"))
  }
  if (is.character(x)) {
    quoted <- paste0('"', x, '"')
    return(if (length(x) == 1 && !inherits(x, "AsIs")) quoted else paste0("[", paste(quoted, collapse = ","), "]"))
  }
  if (length(x) == 1 && !inherits(x, "AsIs")) return(number(x))
  paste0("[", paste(number(x), collapse = ","), "]")
}
has_car <- requireNamespace("car", quietly = TRUE)
options(contrasts = c("contr.sum", "contr.poly"))

# ---- analysis of variance ------------------------------------------------------------------------------------------------------------
# Type II by its definition: what a term adds to all terms that do not contain it, over the residual of the whole model.
type_two <- function(formula, data) {
  terms <- terms(formula, keep.order = FALSE)
  labels <- attr(terms, "term.labels")
  parts <- strsplit(labels, ":")
  full <- lm(formula, data)
  fit <- function(kept) lm(reformulate(if (length(kept) == 0) "1" else kept, response = "y"), data)
  rows <- lapply(seq_along(labels), function(i) {
    contains <- vapply(parts, function(other) all(parts[[i]] %in% other), TRUE)
    without <- fit(labels[!contains])
    with <- fit(c(labels[!contains], labels[i]))
    list(ss = deviance(without) - deviance(with), df = df.residual(without) - df.residual(with))
  })
  ss <- vapply(rows, function(row) row$ss, 0)
  df <- vapply(rows, function(row) row$df, 0)
  error <- deviance(full) / df.residual(full)
  p <- ifelse(df > 0, pf(ss / df / error, df, df.residual(full), lower.tail = FALSE), 1)
  list(terms = I(labels), ss = I(ss), df = I(df), f = I(ifelse(df > 0, ss / df / error, NaN)), p = I(p),
       residualSs = deviance(full), residualDf = df.residual(full))
}
check_against_car <- function(formula, data, ours) {
  if (!has_car) return(invisible())
  theirs <- car::Anova(lm(formula, data), type = 2)
  stopifnot(identical(ours$terms, I(setdiff(rownames(theirs), "Residuals"))),
            isTRUE(all.equal(unclass(ours$f), theirs$`F value`[seq_along(ours$f)], tolerance = 1e-9)),
            isTRUE(all.equal(unclass(ours$p), theirs$`Pr(>F)`[seq_along(ours$p)], tolerance = 1e-7)))
}
# Olejnik and Algina 2003, all factors manipulated but the blocks.
generalized <- function(table, blocks) {
  measured <- table$terms %in% blocks
  table$ss / (ifelse(measured, 0, table$ss) + sum(table$ss[measured]) + table$residualSs)
}
sequential <- function(formula, data) {
  table <- anova(lm(formula, data))
  k <- nrow(table) - 1
  list(terms = I(rownames(table)[1:k]), ss = I(table$`Sum Sq`[1:k]), df = I(table$Df[1:k]), f = I(table$`F value`[1:k]), p = I(table$`Pr(>F)`[1:k]))
}
# Contrasts of marginal means from the coefficients in sum contrasts, Šidák over all of them.
contrasts_of <- function(formula, data, factors) {
  fit <- lm(formula, data)
  coefficients <- coef(fit)
  rows <- list()
  for (name in factors) {
    levels <- levels(data[[name]])
    k <- length(levels)
    code <- contr.sum(k)
    for (a in 1:(k - 1)) for (b in (a + 1):k) {
      l <- setNames(rep(0, length(coefficients)), names(coefficients))
      l[paste0(name, 1:(k - 1))] <- code[b, ] - code[a, ]
      estimate <- sum(l * coefficients)
      se <- sqrt(drop(t(l) %*% vcov(fit) %*% l))
      rows[[length(rows) + 1]] <- list(factor = name, baseline = levels[a], candidate = levels[b], estimate = estimate, se = se)
    }
  }
  m <- length(rows); df <- df.residual(fit); t <- qt(1 - (1 - 0.95^(1 / m)) / 2, df)
  lapply(rows, function(row) c(row, list(low = row$estimate - t * row$se, high = row$estimate + t * row$se,
    p = 1 - (1 - 2 * pt(-abs(row$estimate / row$se), df))^m)))
}
case <- function(formula, data, blocks = character(0), contrasts = TRUE, car = TRUE, type_one = TRUE) {
  names <- setdiff(names(data), "y")
  for (name in names) data[[name]] <- factor(data[[name]], levels = unique(data[[name]]))
  table <- type_two(formula, data)
  if (car) check_against_car(formula, data, table)
  fit <- lm(formula, data)
  list(y = I(data$y), factors = lapply(setNames(names, names), function(name) I(as.character(data[[name]]))), blocks = I(blocks),
       typeTwo = table, partial = I(table$ss / (table$ss + table$residualSs)), generalized = I(generalized(table, blocks)),
       typeOne = if (type_one) sequential(formula, data) else list(terms = I(character(0))),
       residuals = I(unname(residuals(fit))),
       contrasts = if (contrasts) contrasts_of(formula, data, setdiff(names, blocks)) else list())
}

set.seed(20261121)
grid <- expand.grid(rep = 1:5, memory = c(512, 1024, 2048), batch = c(1, 10, 100), concurrency = c(0, 10, 50))
effect <- with(grid, 3 - 0.4 * log2(memory / 512) + 0.9 * log10(batch) - 0.1 * log2(memory / 512) * log10(batch) + 0.2 * (concurrency == 50))
design <- data.frame(memory = grid$memory, batch = grid$batch, concurrency = grid$concurrency, y = round(effect + rnorm(nrow(grid), 0, 0.15), 4))
uneven <- design[-c(1, 2, 3, 17, 40, 41, 77, 78, 79, 80 - 4, 101, 130, 131, 132), ]
holes <- design[!(design$memory == 2048 & design$batch == 100 & design$concurrency == 50) & !(design$memory == 512 & design$batch == 1), ]
blocked <- data.frame(memory = grid$memory, batch = grid$batch, round = grid$rep, y = design$y + 0.1 * grid$rep)[-c(4, 9, 33, 60), ]
four <- expand.grid(a = 1:2, b = 1:3, c = 1:2, d = 1:2)[rep(1:24, c(2, 3, 1, 2, 4, 2, 2, 3, 2, 1, 2, 2, 3, 2, 2, 5, 2, 2, 1, 2, 2, 3, 2, 2)), ]
four <- data.frame(four, y = round(rnorm(nrow(four), 10 + four$a * four$b - four$d, 2), 3))
one <- data.frame(group = rep(c("x", "y", "z"), c(4, 6, 3)), y = round(rexp(13, 1 / 20), 2))

anova_cases <- list(
  balanced = case(y ~ memory * batch * concurrency, design),
  unbalanced = case(y ~ memory * batch * concurrency, uneven),
  twoWayOnly = case(y ~ (memory + batch + concurrency)^2, uneven),
  mainEffects = case(y ~ memory + batch + concurrency, holes),
  emptyCells = case(y ~ memory * batch * concurrency, holes, contrasts = FALSE, car = FALSE),
  blocked = case(y ~ memory * batch + round, blocked, blocks = "round"),
  fourWay = case(y ~ a * b * c * d, four),
  oneWay = case(y ~ group, one)
)

# ---- distributions and checks --------------------------------------------------------------------------------------------------------
f_grid <- expand.grid(f = c(1e-8, 0.01, 0.5, 1, 2.7, 20, 900, 1e6), df1 = c(1, 2, 3.5, 8, 40), df2 = c(1, 4, 9.3, 108, 5000))
n_grid <- expand.grid(f = c(0.02, 0.8, 3, 12, 60), df1 = c(1, 2, 8), df2 = c(4, 30, 108), ncp = c(0, 0.3, 5, 40, 300))
samples <- list(three = c(1.2, 1.9, 7.1), four = c(5, 6.1, 6.4, 9.9), five = c(12.1, 9.7, 15.3, 11.0, 10.4), eleven = round(rexp(11), 3),
                twelve = round(rexp(12), 3), normal = round(rnorm(50, 100, 8), 2), skewed = round(rexp(135, 1 / 50), 2), tied = rep(c(1, 2, 2, 3), 9),
                many = round(rnorm(1000), 3), extreme = c(0, 0, 0, 0, 0, 0, 0, 0, 0, 100), straight = as.numeric(1:30))
shapiro <- lapply(samples, function(x) { test <- shapiro.test(x); list(x = I(x), w = unname(test$statistic), p = test$p.value) })
brown_forsythe <- function(groups) {
  g <- factor(rep(seq_along(groups), lengths(groups)))
  y <- unlist(groups)
  table <- anova(lm(abs(y - ave(y, g, FUN = median)) ~ g))
  if (has_car) stopifnot(isTRUE(all.equal(car::leveneTest(y, g)$`F value`[1], table$`F value`[1])))
  list(groups = lapply(groups, I), f = table$`F value`[1], df = I(table$Df), p = table$`Pr(>F)`[1])
}
variances <- list(
  even = brown_forsythe(list(round(rnorm(8, 5, 1), 3), round(rnorm(8, 9, 1), 3), round(rnorm(7, 2, 1), 3))),
  uneven = brown_forsythe(list(round(rnorm(9, 5, 1), 3), round(rnorm(12, 5, 6), 3))),
  small = brown_forsythe(list(c(1, 2, 4), c(3, 9, 10), c(5, 5, 6, 20)))
)

# Steiger 2004: both ends of the noncentrality, found by R's root finder.
eta_interval <- function(f, df1, df2, level) {
  end <- function(p) {
    if (pf(f, df1, df2) <= p) return(0)
    ncp <- uniroot(function(l) pf(f, df1, df2, l) - p, c(1e-8, 20 * df1 * f + 50), tol = 1e-12)$root
    ncp / (ncp + df1 + df2 + 1)
  }
  I(c(end((1 + level) / 2), end((1 - level) / 2)))
}
eta <- lapply(list(c(12.6, 2, 92), c(2.734, 3, 92), c(0.83, 4, 92), c(3.9, 1, 20), c(60, 2, 108)), function(row)
  list(f = row[1], df1 = row[2], df2 = row[3], interval = eta_interval(row[1], row[2], row[3], 0.95)))

cat(json(list(
  anova = anova_cases,
  f = list(f = I(f_grid$f), df1 = I(f_grid$df1), df2 = I(f_grid$df2), cdf = I(pf(f_grid$f, f_grid$df1, f_grid$df2)),
           upper = I(pf(f_grid$f, f_grid$df1, f_grid$df2, lower.tail = FALSE))),
  noncentralF = list(f = I(n_grid$f), df1 = I(n_grid$df1), df2 = I(n_grid$df2), ncp = I(n_grid$ncp),
                     cdf = I(ifelse(n_grid$ncp == 0, pf(n_grid$f, n_grid$df1, n_grid$df2), pf(n_grid$f, n_grid$df1, n_grid$df2, n_grid$ncp)))),
  eta = eta, shapiro = shapiro, variances = variances
)), "\n", sep = "")
