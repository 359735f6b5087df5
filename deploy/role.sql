-- Run once by PostgreSQL's image on an empty volume: an ordinary role for the application, and its database.
\getenv password HAOCHAPING_PASSWORD
create role haochaping login createrole createdb password :'password';
create database haochaping owner haochaping;
