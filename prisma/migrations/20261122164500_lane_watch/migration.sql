-- Where the retelling job saw a lane stand, and when by the database's own clock: a project's clock may
-- stand still or jump, so it cannot tell how long a lane has been silent (rule W8).
ALTER TABLE "lane" ADD COLUMN "watched_at" TIMESTAMPTZ(6),
ADD COLUMN "watched_seq" BIGINT;
