using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jarvis.Errors;

namespace Jarvis.Silo;

/// <summary>The certificate that this process shows, and which others it takes.</summary>
internal sealed class ClusterCertificates : IDisposable
{
    private readonly X509Certificate2Collection _authorities = [];

    /// <exception cref="JarvisException">A file is missing or no such certificate (<see cref="Errors.ErrorCode.InvalidRequest"/>).</exception>
    internal ClusterCertificates(SiloTlsOptions options)
    {
        try
        {
            Own = X509Certificate2.CreateFromPemFile(options.Certificate, options.Key);
            _authorities.ImportFromPemFile(options.Authority);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Error.InvalidRequest(
                "The certificates of the cluster cannot be read; set Jarvis__Silo__Tls__Certificate, __Key and __Authority to PEM files that this user can read.");
        }
    }

    /// <summary>The certificate of this process, with its key.</summary>
    internal X509Certificate2 Own { get; }

    /// <summary>
    /// Whether another's certificate was signed by an authority that is trusted and is in its time. Names are not looked at: silos go by addresses that change, and
    /// who has a certificate of such an authority is of the cluster.
    /// </summary>
    internal bool IsTaken(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
        {
            return false;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return own.Build(certificate);
    }

    public void Dispose()
    {
        Own.Dispose();
        foreach (var authority in _authorities)
        {
            authority.Dispose();
        }
    }
}
