/*STUB*/ import { Hono } from "hono";
export const conversationRoutes = (_s: unknown) => new Hono();
