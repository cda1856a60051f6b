using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Jarvis.Errors;

namespace Jarvis.Gateway;

/// <summary>The certificate that https addresses show.</summary>
public static class GatewayCertificate
{
    /// <summary>Reads the certificate of the options.</summary>
    /// <param name="options">Where its files are.</param>
    /// <exception cref="JarvisException">They are not named, missing, or no such files (<see cref="ErrorCode.InvalidRequest"/>).</exception>
    public static X509Certificate2 LoadCertificate(this GatewayOptions options)
    {
        if (options is not { Certificate: { } certificate, CertificateKey: { } key })
        {
            throw Error.InvalidRequest("An https address needs a certificate; set Jarvis:Gateway:Certificate and Jarvis:Gateway:CertificateKey to PEM files, or use http.");
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(certificate, key);
        }
        catch (Exception exception) when (exception is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Error.InvalidRequest("The certificate cannot be read; set Jarvis:Gateway:Certificate and Jarvis:Gateway:CertificateKey to PEM files that this user can read.");
        }
    }
}
