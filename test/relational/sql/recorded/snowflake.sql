WITH anchors AS (
  SELECT DISTINCT q."who" AS id, CASE WHEN CAST(q."at" AS DOUBLE) - CAST(q."at" AS DOUBLE) = 0 THEN CAST(q."at" AS DOUBLE) END AS asked_at, CASE WHEN CASE WHEN CAST(q."until" AS DOUBLE) - CAST(q."until" AS DOUBLE) = 0 THEN CAST(q."until" AS DOUBLE) END < CASE WHEN CAST(q."at" AS DOUBLE) - CAST(q."at" AS DOUBLE) = 0 THEN CAST(q."at" AS DOUBLE) END THEN CASE WHEN CAST(q."until" AS DOUBLE) - CAST(q."until" AS DOUBLE) = 0 THEN CAST(q."until" AS DOUBLE) END ELSE CASE WHEN CAST(q."at" AS DOUBLE) - CAST(q."at" AS DOUBLE) = 0 THEN CAST(q."at" AS DOUBLE) END END AS seen_until FROM "asked" AS q
),
focus0 AS (
  SELECT q.id AS id,
    q.asked_at AS asked_at,
    q.seen_until AS seen_until,
    p0."id" AS row_id
  FROM anchors AS q
  JOIN "customer" AS p0 ON p0."id" = q.id
),
events0_0 AS (
  SELECT d0."a'b\""c`d
" AS row_id, CAST(DATE_PART(EPOCH_MICROSECOND, d0."placed") AS DOUBLE) / 1000000 AS t, CASE WHEN CAST(d0."amount" AS DOUBLE) - CAST(d0."amount" AS DOUBLE) = 0 THEN CAST(d0."amount" AS DOUBLE) END AS v0, d0."a'b\""c`d
" AS v1
  FROM "shop"."a'b\""c`d
" AS d0
  WHERE d0."a'b\""c`d
" IS NOT NULL AND CAST(DATE_PART(EPOCH_MICROSECOND, d0."placed") AS DOUBLE) / 1000000 IS NOT NULL
),
sums0_0 AS (
  SELECT a.id,
    a.asked_at,
    a.seen_until,
    AVG(CASE WHEN e.t > a.seen_until - 7776000 AND e.t <= a.seen_until THEN e.v0 END) AS f0,
    CAST(COUNT(CASE WHEN e.t <= a.seen_until THEN CASE WHEN e.v1 = 'a\'b\\"c`d\n' THEN 1 END END) AS DOUBLE) / NULLIF(COUNT(CASE WHEN e.t <= a.seen_until THEN e.v1 END), 0) AS f1,
    (MIN(a.asked_at) - MAX(CASE WHEN e.t <= a.seen_until THEN e.t END)) / 86400 AS f3,
    (MIN(a.asked_at) - MIN(CASE WHEN e.t <= a.seen_until THEN e.t END)) / 86400 AS f4,
    CASE WHEN COUNT(CASE WHEN e.t <= a.seen_until THEN e.t END) > 1 THEN (MAX(CASE WHEN e.t <= a.seen_until THEN e.t END) - MIN(CASE WHEN e.t <= a.seen_until THEN e.t END)) / 86400 / (COUNT(CASE WHEN e.t <= a.seen_until THEN e.t END) - 1) END AS f5
  FROM focus0 AS a LEFT JOIN events0_0 AS e ON e.row_id = a.row_id
  GROUP BY a.id, a.asked_at, a.seen_until
),
last_f2 AS (
  SELECT r.id, r.asked_at, r.seen_until, AVG(r.v) AS f2
  FROM (SELECT a.id, a.asked_at, a.seen_until, e.v0 AS v, RANK() OVER (PARTITION BY a.id, a.asked_at, a.seen_until ORDER BY e.t DESC) AS place
    FROM focus0 AS a JOIN events0_0 AS e ON e.row_id = a.row_id
    WHERE e.t <= a.seen_until AND e.v0 IS NOT NULL) AS r
  WHERE r.place = 1 GROUP BY r.id, r.asked_at, r.seen_until
),
last_f6 AS (
  SELECT r.id, r.asked_at, r.seen_until, CASE MIN(r.v) WHEN 'new' THEN 0 WHEN 'paid' THEN 1 END AS f6
  FROM (SELECT a.id, a.asked_at, a.seen_until, e.v1 AS v, RANK() OVER (PARTITION BY a.id, a.asked_at, a.seen_until ORDER BY e.t DESC) AS place
    FROM focus0 AS a JOIN events0_0 AS e ON e.row_id = a.row_id
    WHERE e.t <= a.seen_until AND e.v1 IS NOT NULL) AS r
  WHERE r.place = 1 GROUP BY r.id, r.asked_at, r.seen_until
),
focus1 AS (
  SELECT q.id AS id,
    q.asked_at AS asked_at,
    q.seen_until AS seen_until,
    p1."id" AS row_id,
    CASE WHEN CAST(DATE_PART(EPOCH_MICROSECOND, p1."opened") AS DOUBLE) / 1000000 <= q.seen_until THEN (q.asked_at - CAST(DATE_PART(EPOCH_MICROSECOND, p1."opened") AS DOUBLE) / 1000000) / 86400 END AS f7
  FROM anchors AS q
  JOIN "customer" AS p0 ON p0."id" = q.id
  JOIN "shop" AS p1 ON p1."id" = p0."shop_id"
  WHERE CAST(DATE_PART(EPOCH_MICROSECOND, p1."opened") AS DOUBLE) / 1000000 <= q.seen_until
)
SELECT b.id AS id, b.asked_at AS asked_at, b.seen_until AS seen_until, f0 AS f0, f1 AS f1, f2 AS f2, f3 AS f3, f4 AS f4, f5 AS f5, f6 AS f6, f7 AS f7
FROM anchors AS b
LEFT JOIN focus0 ON focus0.id = b.id AND focus0.asked_at = b.asked_at AND focus0.seen_until = b.seen_until
LEFT JOIN sums0_0 ON sums0_0.id = b.id AND sums0_0.asked_at = b.asked_at AND sums0_0.seen_until = b.seen_until
LEFT JOIN last_f2 ON last_f2.id = b.id AND last_f2.asked_at = b.asked_at AND last_f2.seen_until = b.seen_until
LEFT JOIN last_f6 ON last_f6.id = b.id AND last_f6.asked_at = b.asked_at AND last_f6.seen_until = b.seen_until
LEFT JOIN focus1 ON focus1.id = b.id AND focus1.asked_at = b.asked_at AND focus1.seen_until = b.seen_until