WITH anchors AS (
  SELECT DISTINCT q."who" AS id, CASE WHEN CAST(q."at" AS DOUBLE) - CAST(q."at" AS DOUBLE) = 0 THEN CAST(q."at" AS DOUBLE) END AS asked_at, CASE WHEN CAST(q."at" AS DOUBLE) - CAST(q."at" AS DOUBLE) = 0 THEN CAST(q."at" AS DOUBLE) END AS seen_until FROM "asked" AS q
),
focus0 AS (
  SELECT q.id,
    q.asked_at,
    q.seen_until,
    p0."id" AS row_id
  FROM anchors AS q
  JOIN "customer" AS p0 ON p0."id" = q.id
),
events0_0 AS (
  SELECT d0."a'b\""c`d
" AS row_id, EPOCH(d0."placed") AS t, CASE WHEN CAST(d0."amount" AS DOUBLE) - CAST(d0."amount" AS DOUBLE) = 0 THEN CAST(d0."amount" AS DOUBLE) END AS v0, d0."a'b\""c`d
" AS v1
  FROM "shop"."a'b\""c`d
" AS d0
  WHERE d0."a'b\""c`d
" IS NOT NULL AND EPOCH(d0."placed") IS NOT NULL
),
sums0_0 AS (
  SELECT a.id,
    a.asked_at,
    a.seen_until,
    AVG(CASE WHEN e.t > a.seen_until - 7776000 THEN e.v0 END) AS f0,
    CAST(COUNT(CASE WHEN e.t IS NOT NULL THEN CASE WHEN e.v1 = 'a''b\"c`d
' THEN 1 END END) AS DOUBLE) / NULLIF(COUNT(CASE WHEN e.t IS NOT NULL THEN e.v1 END), 0) AS f1
  FROM focus0 AS a LEFT JOIN events0_0 AS e ON e.row_id = a.row_id AND e.t <= a.seen_until
  GROUP BY a.id, a.asked_at, a.seen_until
)
SELECT b.id AS id, b.asked_at AS asked_at, f0 AS f0, f1 AS f1
FROM anchors AS b
LEFT JOIN focus0 ON focus0.id = b.id AND focus0.asked_at = b.asked_at AND focus0.seen_until = b.seen_until
LEFT JOIN sums0_0 ON sums0_0.id = b.id AND sums0_0.asked_at = b.asked_at AND sums0_0.seen_until = b.seen_until