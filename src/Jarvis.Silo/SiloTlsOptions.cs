namespace Jarvis.Silo;

/// <summary>Mutual TLS between silos and clients: each shows a certificate, and takes only those that one authority has signed.</summary>
public sealed class SiloTlsOptions
{
    /// <summary>The certificate of this process, a PEM file. Nothing by default, which is refused.</summary>
    public string Certificate { get; set; } = "";

    /// <summary>Its key, a PEM file that only this user can read. Nothing by default, which is refused.</summary>
    public string Key { get; set; } = "";

    /// <summary>
    /// The authority's certificate, a PEM file; two one after the other while one takes the other's place. Nothing by default, which is refused.
    /// </summary>
    public string Authority { get; set; } = "";
}
