using System.ComponentModel.DataAnnotations;

namespace Jarvis.Orleans;

/// <summary>The database of a cluster.</summary>
public sealed class JarvisPostgresOptions
{
    /// <summary>
    /// How to reach it, as Npgsql writes it, such as <c>Host=db;Database=jarvis;Username=jarvis</c>. Nothing by default.
    /// </summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Whether a silo brings the schema up to date when it starts; otherwise it only looks that it is, and its user need not own the tables. True by
    /// default.
    /// </summary>
    public bool Migrate { get; set; } = true;
}
