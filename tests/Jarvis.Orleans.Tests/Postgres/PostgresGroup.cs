namespace Jarvis.Orleans.Tests.Postgres;

/// <summary>The tests that share a PostgreSQL.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresGroup : ICollectionFixture<PostgresServer>
{
    public const string Name = "PostgreSQL";
}
