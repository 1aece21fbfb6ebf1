-- AlterTable
ALTER TABLE "denial" ADD COLUMN     "funding" JSONB;
