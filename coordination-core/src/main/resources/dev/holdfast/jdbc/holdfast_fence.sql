-- The highest fencing token that was admitted, one row for each scope.
-- MySQL, MariaDB: add "character set ascii collate ascii_bin" to the scope. SQL Server: add a binary collation to it.
-- Oracle: number(19) in place of bigint.
create table if not exists holdfast_fence (
    scope varchar(500) not null primary key,
    token bigint not null
)
