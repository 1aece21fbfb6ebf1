-- Whatever was published before is made anew: the row gets its instant, or is there from the start.
ALTER TABLE "policy_revision" ADD COLUMN "changed_at" TIMESTAMPTZ(6);
UPDATE policy_revision SET revision = revision + 1, changed_at = purser_now(0, 0);
INSERT INTO policy_revision (id, epoch, revision, changed_at)
VALUES (1, gen_random_uuid(), 1, purser_now(0, 0)) ON CONFLICT DO NOTHING;
ALTER TABLE "policy_revision" ALTER COLUMN "changed_at" SET NOT NULL;
