-- Run once by PostgreSQL's image on an empty volume: who owns the tables, and the database. `migrate` signs in as it, makes
-- the vault's role and the application's (CREATEROLE); web and worker never do.
\getenv password OWNER_PASSWORD
create role haochaping login createrole password :'password';
create database haochaping owner haochaping;
