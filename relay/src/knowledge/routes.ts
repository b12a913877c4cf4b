/*STUB*/ import { Hono } from "hono";
export const knowledgeRoutes = (_k: unknown, _l: unknown) => new Hono();
