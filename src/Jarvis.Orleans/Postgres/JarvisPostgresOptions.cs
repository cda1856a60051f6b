using System.ComponentModel.DataAnnotations;

namespace Jarvis.Orleans;

/// <summary>The database of a cluster.</summary>
public sealed class JarvisPostgresOptions
{
    /// <summary>
    /// How to reach it, as Npgsql writes it, such as <c>Host=db;Database=jarvis;Username=jarvis</c>. It has to have deploy/postgres/schema.sql applied.
    /// Nothing by default.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "";
}
